"""How alike two texts are: measured untaught from day one, and taught by pairs that people have judged."""
