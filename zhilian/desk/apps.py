"""Plugs the desk into the house."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """First pages."""

    name = "zhilian.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the first pages in the navigation, and the news to whoever searches."""
        from zhilian.core.registry import add_nav
        from zhilian.core.searching import add_source
        from zhilian.desk.finding import SOURCES
        from zhilian.desk.places import PLACES

        add_nav(*PLACES)
        for source in SOURCES:
            add_source(source)
