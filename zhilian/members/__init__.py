"""Members: the registry of enterprises, their contacts, and the users who speak for them."""
