"""Tables of the accounts."""

from zhilian.accounts.models.delegation import Delegation
from zhilian.accounts.models.parked import ParkedForm
from zhilian.accounts.models.person import RoleHolding, User, held
from zhilian.accounts.models.signin import SignInAttempt

__all__ = ["Delegation", "ParkedForm", "RoleHolding", "SignInAttempt", "User", "held"]
