"""Plugs the desk into the house."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """First pages."""

    name = "zhilian.desk"
    default_auto_field = "django.db.models.BigAutoField"
