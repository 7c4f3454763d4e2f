"""The actor: a person in one role, as every action and query receives it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhilian.core.powers import Power
from zhilian.core.roles import FEDERATION_ROLES, UNIT_ROLES, Role

if TYPE_CHECKING:
    from zhilian.core.models import Federation, Organisation


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in the role held, for which organisation of which federation; ``user_id`` None is the system."""

    federation: "Federation"
    role: str
    user_id: int | None = None
    name: str = ""
    username: str = ""
    organisation: "Organisation | None" = None
    holding_id: int | None = None
    address: str = ""
    language: str = "zh-hans"

    def has(self, power: Power) -> bool:
        """Whether the role held carries the power; the system carries all."""
        return self.is_system or self.role in power.roles

    @property
    def is_system(self) -> bool:
        """Whether a job acts, not a person."""
        return self.user_id is None and self.role == SYSTEM

    @property
    def person_id(self) -> int:
        """The user's key for lookups; 0, which nobody has, for the system."""
        return self.user_id or 0

    @property
    def federation_id(self) -> int:
        """The tenant this actor works in."""
        return self.federation.pk

    @property
    def organisation_id(self) -> int:
        """The organisation the role is held in; 0, which no organisation has, where there is none."""
        return self.organisation.pk if self.organisation else 0

    @property
    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(Role(self.role).label) if self.role in Role.values else self.role

    @property
    def organisation_name(self) -> str:
        """The organisation's name, or the federation's for whoever has none."""
        return self.organisation.name if self.organisation else self.federation.name

    @property
    def in_federation(self) -> bool:
        """Whether the actor works at the federation itself."""
        return self.role in FEDERATION_ROLES

    @property
    def in_unit(self) -> bool:
        """Whether the actor works at a department that handles cases."""
        return self.role in UNIT_ROLES


SYSTEM = "system"


def system_actor(federation: "Federation") -> Actor:
    """The actor of jobs and commands of one federation."""
    # house: allow chinese: a name kept in the trail, the same in whatever language the job ran
    return Actor(federation=federation, role=SYSTEM, name="系统", username="system")
