"""Plugs the outbox into the house."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "zhilian.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the worker the delivery and the page its bell."""
        from zhilian.core.registry import Chore, add_badge, add_chore
        from zhilian.notices.badge import unread
        from zhilian.notices.jobs import deliver

        add_badge(unread)
        add_chore(Chore("notices.deliver", deliver))
