"""Pages of the accounts: signing in, and the three administrators' own."""

from zhilian.accounts.views.signing import language, role, sign_in, sign_out, stale_form

__all__ = ["language", "role", "sign_in", "sign_out", "stale_form"]
