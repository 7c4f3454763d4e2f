"""Checks of an installation: ``zhilian check --deploy``."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from zhilian.accounts.models import User

DEMO_MAIL = "@example.org"
"""Only people of the demo have addresses here; the domain is reserved and delivers to nobody."""


def has_demo_people() -> bool:
    """Whether accounts of the demo, whose password everybody knows, are in the database."""
    try:
        return User.objects.filter(email__endswith=DEMO_MAIL, is_active=True).exists()
    except DatabaseError:  # not migrated yet
        return False


@register(Tags.security, deploy=True)
def demo_people_in_the_open(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a site with a public address lets people of the demo sign in."""
    if not settings.HTTPS or not has_demo_people():
        return []
    problem = "Accounts of the demo district can sign in, and their password is public."
    hint = "Start a real installation with an empty database instead of the demo's."
    return [Warning(problem, hint=hint, id="zhilian.W001")]
