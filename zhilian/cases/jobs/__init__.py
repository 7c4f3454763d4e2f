"""What the worker does for the spine, one file for each part."""
