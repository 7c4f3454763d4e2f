"""The people of the demo district: the named cast, and the bosses who write for their firms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from zhilian.accounts.actions import add_person, give_role
from zhilian.accounts.models import User
from zhilian.accounts.queries import actor_of
from zhilian.config.demo.ground import Ground
from zhilian.config.demo.parts import read
from zhilian.config.demo.people import Firm
from zhilian.core.actor import Actor, system_actor
from zhilian.core.models import Federation
from zhilian.core.roles import Role
from zhilian.members.actions import add_representative
from zhilian.members.models import Enterprise

PASSWORD = "zhilian-demo-2026"  # noqa: S105
"""Everybody's password in the demo district. It is printed for all to see: never put a demo on the open network."""


class Persons:
    """Enters people; ``actors`` finds them by user name. The password is hashed once: hashing is slow on purpose."""

    def __init__(self, ground: Ground, at: datetime) -> None:
        self.ground, self.at = ground, at
        self.since: date = at.date()
        self.hash = make_password(PASSWORD)
        self.actors: dict[str, Actor] = {}
        self.users: dict[str, User] = {}

    def enter_cast(self) -> None:
        """Enter everybody of ``data/cast.json``."""
        for row in read("cast")["people"]:
            city = row["role"] == Role.CITY_OBSERVER
            self._enter(row["username"], row["name"], row["role"], row["org"], city=city, email=row["email"])

    def enter_bosses(self, pairs: Iterable[tuple[str, Firm, Enterprise]]) -> None:
        """Let each firm's boss speak for it under this user name; the cast's bosses are entered already."""
        system = system_actor(self.ground.district)
        for username, firm, enterprise in pairs:
            if username not in self.actors:
                self._enter(username, firm.contact_name, Role.ENTERPRISE_USER, None)
            add_representative(enterprise=enterprise, user=self.users[username], actor=system, at=self.at)

    def _enter(
        self, username: str, name: str, role: str, org: str | None, *, city: bool = False, email: str = ""
    ) -> None:
        federation: Federation = self.ground.city if city else self.ground.district
        system = system_actor(federation)
        user = add_person(
            username=username, name=name, password=self.hash, hashed=True, email=email, actor=system, at=self.at
        )
        holding = give_role(
            user=user,
            role=Role(role),
            federation=federation,
            organisation=self.ground.organisation(org) if org else None,
            actor=system,
            at=self.at,
            since=self.since,
        )
        self.users[username], self.actors[username] = user, actor_of(holding)
