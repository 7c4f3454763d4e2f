"""The demo district: one story with a named cast, told in data files and laid out by seeded generators."""
