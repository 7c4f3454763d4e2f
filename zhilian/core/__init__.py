"""Core: what every room stands on: the federation (tenant), its organisations, the trail, powers, registries, the page."""
