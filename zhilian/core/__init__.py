"""Core: what every room stands on: the federation (tenant), organisations, trail, powers, registries, the page."""
