"""Desk: the first page after sign-in, each role's own, and the public front page."""
