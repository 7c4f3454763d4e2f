"""Accounts: who signs in, the roles they hold in organisations, lock-out, forms kept over a lost session."""
