"""Plugs the accounts into the house."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their roles."""

    name = "zhilian.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how the accounts' lines of trail read; offer the administrators' pages and one's own."""
        from zhilian.accounts.places import PLACES, own_menu
        from zhilian.accounts.trail import OWN
        from zhilian.core.registry import add_badge, add_nav, add_sentences

        add_sentences(OWN)
        add_nav(*PLACES)
        add_badge(own_menu)
