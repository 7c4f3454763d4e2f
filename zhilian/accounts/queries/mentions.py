"""Mentions: colleagues called by “@” and their name or user name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from zhilian.accounts.models import RoleHolding, User, held
from zhilian.core.models import Federation
from zhilian.core.roles import Role

OFFERED: Final = 20  # people at once
_AT: Final = re.compile(r"(?<![A-Za-z0-9_.+-])[@\uff20]")  # half and full width; not within an e-mail address
_GOES_ON: Final = re.compile(r"[A-Za-z0-9_]|[.@+-][A-Za-z0-9_]")  # after a Latin name: it is a longer one


@dataclass(slots=True)
class Mentions:
    """Who is mentioned, each once, in the order of the text; ``ambiguous`` are names several people have."""

    people: list[User] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def mentionable(federation: Federation, words: str, *, day: date | None = None) -> list[User]:
    """The officials of a federation whose name or user name has these words in it, by name; at most twenty."""
    called = Q(name__icontains=words) | Q(username__icontains=words)
    return list(_officials(federation, day).filter(called).order_by("name", "username")[:OFFERED])


def find_mentions(text: str, federation: Federation, *, day: date | None = None) -> Mentions:
    """Whom a text mentions among the federation's officials; the longest name wins, a shared name is nobody's."""
    found = Mentions()
    if not _AT.search(text):
        return found
    called = _names(_officials(federation, day))
    for name in _called(text, called):
        people = called[name]
        if len(people) > 1:
            found.ambiguous += [people[0].name] if people[0].name not in found.ambiguous else []
        elif people[0] not in found.people:
            found.people.append(people[0])
    return found


def _officials(federation: Federation, day: date | None) -> "QuerySet[User]":
    rows = RoleHolding.objects.filter(held(day), federation=federation).exclude(role=Role.ENTERPRISE_USER)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)


def _names(people: Iterable[User]) -> dict[str, list[User]]:
    """Everybody by name and user name, small letters; a user name is its owner's alone."""
    everybody = list(people)
    by_name: dict[str, list[User]] = defaultdict(list)
    for one in everybody:
        by_name[one.name.casefold()].append(one)
    return {**by_name, **{one.username.casefold(): [one] for one in everybody}}


def _called(text: str, called: Iterable[str]) -> Iterator[str]:
    longest_first = sorted((name for name in called if name), key=len, reverse=True)
    folded = text.casefold()
    for at in _AT.finditer(folded):
        fits = (name for name in longest_first if _stands(name, folded, at.end()))
        if (name := next(fits, None)) is not None:
            yield name


def _stands(name: str, text: str, place: int) -> bool:
    if not text.startswith(name, place):
        return False
    return not (name[-1].isascii() and _GOES_ON.match(text, place + len(name)))
