"""Plugs the reader into the house."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Search, proposals and what texts have in common."""

    name = "zhilian.triage"
    default_auto_field = "django.db.models.BigAutoField"
