"""Plugs the accounts into the house."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their roles."""

    name = "zhilian.accounts"
    default_auto_field = "django.db.models.BigAutoField"
