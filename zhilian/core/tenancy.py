"""Rows are found through the person: the base of every room's querysets."""

from typing import Any, Self, TypeVar

from django.db import models

from zhilian.core.actor import Actor

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    """A queryset whose ``visible_to`` keeps to the actor's federation; rooms narrow it further."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the actor's own federation."""
        return self.filter(federation_id=actor.federation_id)

    def of(self, federation: Any) -> Self:
        """Rows of one federation; for jobs and commands."""
        return self.filter(federation=federation)
