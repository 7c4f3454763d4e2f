"""Tables of the accounts."""

from zhilian.accounts.models.parked import ParkedForm
from zhilian.accounts.models.person import RoleHolding, User
from zhilian.accounts.models.signin import SignInAttempt

__all__ = ["ParkedForm", "RoleHolding", "SignInAttempt", "User"]
