"""People who sign in and the roles they hold."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t

from zhilian.core.models import Federation, Organisation
from zhilian.core.roles import Role


class User(AbstractBaseUser):
    """One person, one account. ``last_login`` comes from Django."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    stands_in_for: str = ""  # an absent person's name, on rows of ``queries.people_in``; not a column
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


def held(day: date | None, path: str = "") -> Q:
    """The role holdings at the end of ``path`` that are held on that day; without a day, those with no end set."""
    open_end = Q(**{f"{path}until": None})
    if day is None:
        return open_end
    return Q(**{f"{path}since__lte": day}) & (open_end | Q(**{f"{path}until__gte": day}))


class RoleHolding(models.Model):
    """A person holds a role in an organisation of a federation, from a day, perhaps to a day (inclusive).

    Enterprise users hold theirs without an organisation; the registry says which firms they speak for.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="role_holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=30, choices=Role)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="holdings"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    deputy: User | None = None  # whoever acts in it for ``user``, on rows of ``queries.roles_of``; not a column

    class Meta:
        constraints = [
            models.UniqueConstraint(name="role_once", fields=["user", "role", "organisation"], condition=Q(until=None)),
            models.UniqueConstraint(
                name="role_once_without_organisation",
                fields=["federation", "user", "role"],
                condition=Q(until=None, organisation=None),
            ),
            models.CheckConstraint(name="role_ends_after_start", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="role_has_organisation", condition=Q(role="enterprise_user") | Q(organisation__isnull=False)
            ),
        ]
        indexes = [models.Index(name="role_in_organisation", fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def acted_as(self) -> str:
        """The role in words, and whose it is where somebody stands in."""
        role = self.get_role_display()
        return _t("for %(name)s · %(role)s") % {"name": self.user.name, "role": role} if self.deputy else role

    def held_on(self, day: date) -> bool:
        """Whether the role is held on that day."""
        return self.since <= day and (self.until is None or day <= self.until)
