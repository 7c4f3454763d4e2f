"""Plugs the top room into Django, for its commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, the demo."""

    name = "zhilian.config"
    default_auto_field = "django.db.models.BigAutoField"
