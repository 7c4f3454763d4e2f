"""Signing in: the password check that counts wrong attempts and locks after too many."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import SignInAttempt, User
from zhilian.core.errors import Refusal


class Locked(Refusal):
    """Too many wrong passwords; ``minutes`` until the next try."""

    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(_("Too many wrong passwords. Please try again in %(minutes)s minutes.") % {"minutes": minutes})
        self.minutes = minutes


def check_password(*, request: HttpRequest, username: str, password: str, address: str, at: datetime) -> User | None:
    """Return the person if name and password are right, else None; count the attempt. Raises Locked after too many.

    Not one transaction on purpose: a wrong attempt must stay counted whatever happens afterwards.
    """
    since = at - timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    if _failures(username, since) >= settings.SIGN_IN_FAILURES or _from(address, since) >= _address_limit():
        raise Locked(settings.SIGN_IN_LOCK_MINUTES)
    user = authenticate(request, username=username, password=password)
    SignInAttempt.objects.create(username=username[:60], address=address, at=at, succeeded=user is not None)
    return user if isinstance(user, User) else None


def _address_limit() -> int:
    limit: int = settings.SIGN_IN_FAILURES_PER_ADDRESS
    return limit


def _failures(username: str, since: datetime) -> int:
    """Wrong passwords for this name since ``since`` and since its last right one."""
    recent = SignInAttempt.objects.filter(username=username[:60], at__gte=since).order_by("-at", "-pk")
    outcomes = list(recent.values_list("succeeded", flat=True)[: settings.SIGN_IN_FAILURES])
    return outcomes.index(True) if True in outcomes else len(outcomes)


def _from(address: str, since: datetime) -> int:
    return SignInAttempt.objects.filter(address=address, at__gte=since, succeeded=False).count()


def locked_among(attempts: "QuerySet[SignInAttempt]", at: datetime) -> list[str]:
    """The user names among these attempts that are locked now."""
    since = at - timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    names = attempts.filter(at__gte=since, succeeded=False).order_by("username").values_list("username", flat=True)
    return [name for name in names.distinct() if _failures(name, since) >= settings.SIGN_IN_FAILURES]
