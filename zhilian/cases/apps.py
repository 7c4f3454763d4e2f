"""Plugs the spine into the house."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "zhilian.cases"
    default_auto_field = "django.db.models.BigAutoField"
