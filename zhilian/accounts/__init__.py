"""Accounts: who signs in, the roles they hold in organisations, lock-out after wrong passwords, forms kept over a lost session."""
