"""Tables of the reader."""
