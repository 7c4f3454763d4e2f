"""Plugs the reader into the house."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Search, proposals and what texts have in common."""

    name = "zhilian.triage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the worker its chores; say where its pages are and how its lines of trail read."""
        from zhilian.core.registry import Chore, add_chore, add_nav, add_sentences
        from zhilian.triage.jobs.index import follow_trail
        from zhilian.triage.jobs.learning import learn
        from zhilian.triage.places import PLACES, SENTENCES

        add_nav(*PLACES)
        add_sentences(SENTENCES)
        add_chore(Chore("triage.learn", learn))
        add_chore(Chore("search.follow", follow_trail))
