"""Plugs the channels into the house."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Direct channels and stations."""

    name = "zhilian.channels"
    default_auto_field = "django.db.models.BigAutoField"
