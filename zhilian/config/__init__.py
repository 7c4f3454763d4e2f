"""Config: the settings, the addresses and the command line; the only room that knows every other."""
