"""What administrators look at: people, attempts to sign in, the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from zhilian.accounts.models import RoleHolding, SignInAttempt, User, held
from zhilian.core.actor import Actor
from zhilian.core.chain import Break, check
from zhilian.core.models import Federation, Organisation, TrailEntry, TrailHead
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_lines

WALKED_AT_MOST = 50_000  # lines of a chain walked while somebody waits; longer ones by `zhilian trail verify`


def people_visible_to(actor: Actor, day: date | None = None) -> "QuerySet[RoleHolding]":
    """The role holdings of the actor's federation: organisation by organisation, the firms' users last.

    Those held on ``day``; without one, those with no end set.
    """
    rows = RoleHolding.objects.filter(held(day), federation_id=actor.federation_id)
    return rows.select_related("user", "organisation").order_by("organisation_id", "user__username", "pk")


def recent_sign_ins(federation: Federation) -> "QuerySet[SignInAttempt]":
    """The latest attempts for accounts of one federation, newest first."""
    names: Iterable[str] = User.objects.filter(holdings__federation=federation).values_list("username", flat=True)
    return SignInAttempt.objects.filter(username__in=names).order_by("-at", "-pk")


def people_named(actor: Actor, words: str, day: date | None = None) -> "QuerySet[RoleHolding]":
    """The role holdings whose person or organisation is called so; all without words."""
    rows = people_visible_to(actor, day)
    named = Q(user__username__icontains=words) | Q(user__name__icontains=words)
    return rows.filter(named | Q(organisation__name__icontains=words)) if words else rows


def person_here(actor: Actor, username: str) -> User | None:
    """The person of this user name, if they hold a role in the actor's federation."""
    return User.objects.filter(username=username, holdings__federation_id=actor.federation_id).first()


def is_taken(username: str) -> bool:
    """Whether an account has this name; small and capital letters are one."""
    return User.objects.filter(username__iexact=username).exists()


def holds(user: User, role: str, organisation: Organisation | None) -> bool:
    """Whether the person holds the role there and no end of it is set."""
    return RoleHolding.objects.filter(user=user, role=role, organisation=organisation, until=None).exists()


def trail_found(
    actor: Actor, since: date | None = None, until: date | None = None, verb: str = "", name: str = ""
) -> "QuerySet[TrailEntry]":
    """The lines of the actor's federation of these days (Shanghai, both included), this verb, this person."""
    rows = TrailEntry.objects.filter(federation_id=actor.federation_id)
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time.min, SHANGHAI))
    if until:
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, SHANGHAI))
    rows = rows.filter(verb=verb) if verb else rows
    return rows.filter(actor_name=name) if name else rows


@dataclass(frozen=True, slots=True)
class Checked:
    """What walking a chain found: its lines, its last hash, the first break; ``walked`` False where it is too long."""

    entries: int
    head: str
    walked: bool
    broken: Break | None = None


def checked_chain(federation: Federation, key: str) -> Checked:
    """Walk a federation's chain, if it is short enough for somebody who waits."""
    head = TrailHead.objects.filter(federation=federation).first() or TrailHead(federation=federation)
    if head.seq > WALKED_AT_MOST:
        return Checked(head.seq, head.hash, walked=False)
    lines = list(trail_lines(federation))
    broken = next(check(lines, key), None)
    if broken is None and len(lines) < head.seq:
        broken = Break(federation.code, len(lines) + 1, "cut")
    return Checked(head.seq, head.hash, walked=True, broken=broken)
