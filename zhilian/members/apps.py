"""Plugs the registry into the house."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Enterprises."""

    name = "zhilian.members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the registry in the navigation, its import, how its lines of trail read, and how firms are found."""
        from zhilian.core.registry import add_nav, add_sentences
        from zhilian.core.searching import add_source
        from zhilian.files.imports import register
        from zhilian.members.finding import FIRMS
        from zhilian.members.importer import MEMBERS
        from zhilian.members.places import PLACES, SENTENCES

        add_nav(*PLACES)
        add_sentences(SENTENCES)
        register(MEMBERS)
        add_source(FIRMS)
