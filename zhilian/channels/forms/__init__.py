"""Forms of the channels."""
