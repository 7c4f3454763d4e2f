"""``zhilian triage hot FILE.xlsx``: what many of a file's messages are about, the hottest first."""
# house: allow chinese: headings of the files that are read

import json
import re
import time
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhilian.kit.dates import DateError, parse_date
from zhilian.kit.spreadsheets import Cell, Limits, Row, Sheet, SheetRefused, open_sheet
from zhilian.kit.text import clean
from zhilian.triage.rules.hot import Group, Heat, Id, Text, counted, group, heat, named

COLUMNS: Final = {
    "id": "留言编号",
    "firm": "留言用户",
    "subject": "留言主题",
    "at": "留言时间",
    "body": "留言详情",
    "against": "反对数",
    "votes": "点赞数",
}
_CLOCK: Final = re.compile(r"\D(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?")
_SHORTEST: Final = timedelta(days=14)


class Command(BaseCommand):
    """Prints one JSON object; rows that cannot be used are named on the error stream, the others stand.

    The file is looked back upon as a whole: a message fades by half over the time that the file spans.
    """

    help = "Find the hot issues in a file of messages."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, how many issues are told, and the day they are looked at from."""
        parser.add_argument("file", type=Path, help=f"an .xlsx or .csv with the columns {' '.join(COLUMNS.values())}")
        parser.add_argument("--top", type=int, default=50, help="how many issues are printed (50)")
        parser.add_argument("--at", type=datetime.fromisoformat, help="a day or time; else that of the last message")
        parser.add_argument("--half-life", type=float, help="days; else the time that the file spans")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, group, weigh, print."""
        began = time.perf_counter()
        _check(options)
        texts = self._texts(options["file"])
        at = _end(options["at"]) or max(text.at for text in texts)
        texts = [text for text in texts if text.at <= at]
        if not texts:
            raise CommandError(_("No message is as old as that."), returncode=2)
        half_life = timedelta(days=options["half_life"]) if options["half_life"] else _span(texts, at)
        found = issues(texts, at, half_life, options["top"])
        seconds = round(time.perf_counter() - began, 2)
        self.stdout.write(json.dumps({"texts": len(texts), "issues": found, "seconds": seconds}, ensure_ascii=False))

    def _texts(self, path: Path) -> list[Text]:
        texts: dict[Id, Text] = {}
        for number, made in _rows(path):
            if isinstance(made, Text) and made.id in texts:
                made = _("the number %(id)s stands there twice") % {"id": made.id}
            if isinstance(made, Text):
                texts[made.id] = made
            else:
                self.stderr.write(_("Row %(row)s was left out: %(reason)s.") % {"row": number, "reason": made})
        if not texts:
            raise CommandError(_("There is no message in this file that can be read."), returncode=2)
        return list(texts.values())


def issues(texts: Sequence[Text], at: datetime, half_life: timedelta, top: int) -> list[dict[str, Any]]:
    """The hottest issues, ranked, as they are printed."""
    table = counted(texts)
    groups = [(heat(one, at, half_life=half_life), one) for one in group(texts, table=table)]
    hottest = sorted(groups, key=lambda pair: (-pair[0].total, pair[1].first_at, str(pair[1].texts[0].id)))[:top]
    return [_issue(rank, one, how, named(one, table)) for rank, (how, one) in enumerate(hottest, 1)]


def _issue(rank: int, one: Group, how: Heat, called: Any) -> dict[str, Any]:
    return {
        "rank": rank,
        "name": called.name,
        "heat": round(how.total, 2),
        "state": how.state.value,
        "ids": [text.id for text in one.texts],
        "from": one.first_at.date().isoformat(),
        "to": one.last_at.date().isoformat(),
        "texts": how.texts,
        "people": how.firms,
        "words": list(called.words),
        "parts": {name: round(points, 2) for name, points in how.points.items()},
    }


def _check(options: dict[str, Any]) -> None:
    days = options["half_life"]
    if options["top"] < 0 or not (days is None or 0 < days < 1e6):
        raise CommandError(
            _("The number of issues must not be negative, and the half-life must be positive."), returncode=2
        )


def _end(at: datetime | None) -> datetime | None:
    """A bare day means its end; a zone is left away, the messages have none."""
    if at is None:
        return None
    plain = at.replace(tzinfo=None)
    return (
        plain + timedelta(days=1, microseconds=-1) if plain == datetime.combine(plain, datetime.min.time()) else plain
    )


def _span(texts: Sequence[Text], at: datetime) -> timedelta:
    """The time the file spans, but for one message in a hundred that is far older."""
    days = sorted(text.at for text in texts)
    return max(at - days[len(days) // 100], _SHORTEST)


# ---- reading


def _rows(path: Path) -> Iterator[tuple[int, Text | str]]:
    """Number of each row with its message, or why there is none. Errors: CommandError."""
    if not path.is_file():
        raise CommandError(_("There is no file %(file)s.") % {"file": path}, returncode=2)
    try:
        sheet = open_sheet(path, filename=path.name, limits=Limits(file_bytes=200 * 1024 * 1024))
        places = _places(sheet)
        for row in sheet.rows():
            yield row.number, _message(row, places)
    except SheetRefused as refused:
        raise CommandError(str(refused), returncode=2) from refused


def _places(sheet: Sheet) -> dict[str, int]:
    places = {name: sheet.headings.index(heading) for name, heading in COLUMNS.items() if heading in sheet.headings}
    missing = [COLUMNS[name] for name in ("id", "subject", "at") if name not in places]
    if missing:
        raise CommandError(_("Columns are missing: %(columns)s.") % {"columns": "、".join(missing)}, returncode=2)
    return places


def _message(row: Row, places: dict[str, int]) -> Text | str:
    """The message of a row, or a reason."""
    cell = {name: row.cells[place] for name, place in places.items()}
    subject, body = _prose(cell.get("subject")), _prose(cell.get("body"))
    number, at = _number(cell.get("id")), _time(cell.get("at"))
    if number is None:
        return _("there is no number")
    if isinstance(at, str):
        return at
    if not subject and not body:
        return _("there is no text")
    votes, against = _count(cell.get("votes")), _count(cell.get("against"))
    firm = _prose(cell.get("firm"))
    return Text(number, at, subject, body, firm=firm, votes_for=votes, votes_against=against)


def _prose(cell: Cell) -> str:
    return "" if cell is None else clean(str(cell).replace("\0", ""))


def _number(cell: Cell) -> Id | None:
    text = _prose(cell)
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else text or None


def _count(cell: Cell) -> int:
    """Votes; what is no number counts nothing."""
    text = _prose(cell)
    return min(int(text), 10**9) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def _time(cell: Cell) -> datetime | str:
    """Day and time of a cell, or why there is none."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    try:
        day = parse_date(cell)
    except DateError as error:
        return error.message_en.rstrip(".")
    return datetime.combine(day, datetime.min.time()) + _clock(cell)


def _clock(cell: Cell) -> timedelta:
    """The time of day written after a date; none where there is none."""
    if isinstance(cell, date):
        return timedelta()
    if isinstance(cell, float):
        return timedelta(days=cell % 1)
    found = _CLOCK.search(unicodedata.normalize("NFKC", str(cell)))
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return timedelta(hours=min(hours, 23), minutes=min(minutes, 59), seconds=min(seconds, 59))
