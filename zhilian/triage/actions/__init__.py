"""Every write of the reader."""
