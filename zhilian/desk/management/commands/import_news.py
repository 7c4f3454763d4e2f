"""``zhilian import news FILE``: a text becomes a news item on the public page."""

import re
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhilian.core.actor import system_actor
from zhilian.core.models import Federation
from zhilian.core.trail import record
from zhilian.desk.models import NewsItem
from zhilian.files.console import federation_named
from zhilian.kit.text import clean, clean_line, has_nul, shorten

LONGEST: Final = 1024 * 1024  # bytes
TITLE: Final = 60  # characters
_SENTENCE: Final = re.compile(r"[^。！？!?\n]+")


class Command(BaseCommand):
    """The first line, or the first sentence of a long one, is the title; the same text twice is one item."""

    help = "Put a UTF-8 text on the public page as a news item."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The text, whose it is, and what it cannot say itself."""
        parser.add_argument("file", type=Path, help="a text in UTF-8")
        parser.add_argument("--federation", help="code of the district; may be left out where there is only one")
        parser.add_argument("--title", default="", help="else taken from the text")
        parser.add_argument("--date", type=date.fromisoformat, help="day of publication (2026-04-20), else today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and write unless it is there."""
        federation = federation_named(options["federation"])
        title, text = _told(_read(options["file"]), clean_line(options["title"]))
        day = options["date"] or timezone.localdate()
        if not _publish(federation, title, text, day, timezone.now()):
            self.stdout.write(_("This news is there already; nothing was changed."))
            return
        self.stdout.write(_("Published: %(title)s") % {"title": title})


def _read(path: Path) -> str:
    if not path.is_file():
        raise CommandError(_("There is no file %(file)s.") % {"file": path})
    if path.stat().st_size > LONGEST:
        raise CommandError(_("The file is too large: at most %(limit)s MB.") % {"limit": LONGEST // 1024**2})
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(_("This file is not a text in UTF-8.")) from error
    if has_nul(text) or not clean(text):
        raise CommandError(_("This file is not a text in UTF-8."))
    return clean(text)


def _told(text: str, title: str) -> tuple[str, str]:
    """Title and text: a short first line stands above the text and is no part of it."""
    first, _break, rest = text.partition("\n")
    if title or not rest.strip() or len(first) > TITLE or first.endswith(("。", "！", "？")):
        found = _SENTENCE.search(text)
        return title or shorten(clean_line(found.group() if found else text), TITLE), text
    return clean_line(first), rest.strip()


@transaction.atomic
def _publish(federation: Federation, title: str, text: str, day: date, at: datetime) -> bool:
    """Write the item and its line of trail; False when the federation has this text already."""
    Federation.objects.select_for_update().get(pk=federation.pk)
    if NewsItem.objects.filter(federation=federation, text=text).exists():
        return False
    item = NewsItem.objects.create(federation=federation, title=title[:120], text=text, published_on=day)
    record("news.published", item, actor=system_actor(federation), at=at, title=item.title, published_on=day)
    return True
