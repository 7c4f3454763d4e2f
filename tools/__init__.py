"""What keeps the house in order: set-up, tests, checks and catalogues. Nothing here is part of the product."""
