"""Plugs the registry into the house."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Enterprises."""

    name = "zhilian.members"
    default_auto_field = "django.db.models.BigAutoField"
