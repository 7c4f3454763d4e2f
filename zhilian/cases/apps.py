"""Plugs the spine into the house."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "zhilian.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how the spine's lines of trail read, who may read a case's files, and hold its rows against the trail."""
        from zhilian.cases.importer import CASES
        from zhilian.cases.ledger import check_cases
        from zhilian.cases.places import PLACES
        from zhilian.cases.queries import may_read_files
        from zhilian.cases.sentences import SENTENCES
        from zhilian.core.registry import add_attachment_owner, add_nav, add_sentences, add_trail_check
        from zhilian.files.imports import register

        add_sentences(SENTENCES)
        add_nav(*PLACES)
        add_attachment_owner("cases.case", may_read_files)
        add_trail_check(check_cases)
        register(CASES)
