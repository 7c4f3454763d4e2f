"""Plugs the channels into the house."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Direct channels and stations."""

    name = "zhilian.channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the pages in the navigation, say how lines of trail read and what can be found, remind of checks."""
        from zhilian.channels.finding import SOURCES
        from zhilian.channels.jobs import remind
        from zhilian.channels.places import PLACES, SENTENCES
        from zhilian.core.registry import Chore, add_chore, add_nav, add_sentences
        from zhilian.core.searching import add_source

        add_nav(*PLACES)
        add_sentences(SENTENCES)
        add_chore(Chore("channels.remind", remind))
        for source in SOURCES:
            add_source(source)
