"""Plugs the channels into the house."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Direct channels and stations."""

    name = "zhilian.channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the pages in the navigation, say how lines of trail read, and give the worker the reminders."""
        from zhilian.channels.jobs import remind
        from zhilian.channels.places import PLACES, SENTENCES
        from zhilian.core.registry import Chore, add_chore, add_nav, add_sentences

        add_nav(*PLACES)
        add_sentences(SENTENCES)
        add_chore(Chore("channels.remind", remind))
