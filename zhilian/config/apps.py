"""Plugs the top room into Django, for its commands and checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, the demo."""

    name = "zhilian.config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add our checks to Django's."""
        from zhilian.config import checks  # noqa: F401
