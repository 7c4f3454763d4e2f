"""Plugs the core into Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The room every other room stands on."""

    name = "zhilian.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the trail after every migration, and say how the core's own lines of it read."""
        from zhilian.core.guard import after_migrate
        from zhilian.core.registry import add_sentences
        from zhilian.core.sentences import SENTENCES

        add_sentences(SENTENCES)
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="core.trail_guard")
