"""Channels: the direct channels (快捷通道) and stations (亲清驿站): who, for what, when, how fast."""
