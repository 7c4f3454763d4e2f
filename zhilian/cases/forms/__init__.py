"""Forms of the spine: what the firm fills in, and what the desk does."""
