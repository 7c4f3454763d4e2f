"""The command line ``zhilian``: Django's management commands, spoken as two words (``zhilian import members FILE``)."""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; ``zhilian workday add 2026-02-13 3`` runs the management command ``workday_add``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhilian.config.settings")
    words = list(sys.argv if argv is None else argv)
    import django
    from django.core.management import ManagementUtility, get_commands

    django.setup()  # until then get_commands knows only Django's own
    if len(words) > 2 and (joined := f"{words[1]}_{words[2]}".replace("-", "_")) in get_commands():
        words[1:3] = [joined]
    ManagementUtility(words).execute()
