"""Every read of the reader."""
