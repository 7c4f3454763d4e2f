"""Work of the reader for the worker."""
