"""The table of expected routes: the catalogue written out for signing, and a signed one held against it."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import BinaryIO, Final

from zhilian.cases.queries.named import grade_codes
from zhilian.cases.queries.routing import (
    COLUMNS,
    Difference,
    codes_of,
    differences,
    names_of,
    own_rules,
    row_of,
    rules_for,
)
from zhilian.cases.rules.routing import ASPECTS, Matter
from zhilian.channels.models import DirectChannel
from zhilian.core.models import Federation, Organisation
from zhilian.kit.spreadsheets import Limits, open_sheet
from zhilian.members.models import Enterprise

MOST: Final = Limits(file_bytes=1024 * 1024, rows=2_000, columns=30)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Checked:
    """How many lines were read, cells that name nothing known (line, column, cell), and what is answered otherwise."""

    lines: int
    faults: Sequence[tuple[int, str, str]]
    differences: Sequence[Difference]


def expected_routes(federation: Federation, day: date) -> str:
    """The catalogue as it holds on that day, as CSV with the headings of COLUMNS; each line tells the rule followed."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(COLUMNS.values())
    seen: set[tuple[str, ...]] = set()
    levels = {code: name for name, code in grade_codes(federation).items()}
    sizes = {code: str(label) for code, label in Enterprise.Size.choices}
    for rule in sorted(own_rules(federation), key=lambda one: one.no):
        row = row_of(rule)
        aspects = row.category, row.street, row.level, row.size
        if rule.holds_on(day) and aspects not in seen:
            seen.add(aspects)
            first = rules_for(federation, Matter(*aspects), day)[0]
            named = [rule.category.name if rule.category else "", rule.street.name if rule.street else ""]
            named += [levels.get(row.level, row.level), sizes.get(row.size, row.size)]
            assists = "、".join(sorted(one.short_name for one in first.assists.all()))
            channel = str(first.channel.no) if first.channel else ""
            write.writerow([_harmless(cell) for cell in (*named, first.unit.short_name, assists, channel)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def check_table(federation: Federation, file: BinaryIO, filename: str, day: date) -> Checked:
    """Hold a signed table (.csv or .xlsx) against the catalogue; changes nothing. Raises SheetRefused."""
    sheet = open_sheet(file, filename=filename, limits=MOST)
    out = StringIO()
    write = csv.writer(out)
    write.writerow(sheet.headings)
    rows = [(row.number, ["" if cell is None else str(cell) for cell in row.cells]) for row in sheet.rows()]
    write.writerows(cells for _number, cells in rows)
    numbers = {at: number for at, (number, _cells) in enumerate(rows, 2)}
    table = [(number, dict(zip(sheet.headings, cells, strict=False))) for number, cells in rows]
    found = differences(federation, StringIO(out.getvalue()), day)
    moved = [Difference(numbers.get(one.line, one.line), one.column, one.expected, one.given) for one in found]
    faults = _faults(federation, sheet.heading_row, sheet.headings, table)
    named = {(line, column) for line, column, _cell in faults}
    return Checked(len(rows), faults, [one for one in moved if (one.line, one.column) not in named])


def _faults(
    federation: Federation, heading_row: int, headings: Sequence[str], table: Sequence[tuple[int, dict[str, str]]]
) -> list[tuple[int, str, str]]:
    missing = [(heading_row, COLUMNS[name], "") for name in ("category", "unit") if COLUMNS[name] not in headings]
    known = _known(federation)
    found = list(missing)
    for line, row in table:
        for name, heading in COLUMNS.items():
            cell = row.get(heading, "").strip()
            parts = cell.replace("；", "、").replace(";", "、").split("、") if name == "assists" else [cell]
            found += [(line, heading, part) for part in parts if part.strip() and part.strip() not in known[name]]
        if COLUMNS["unit"] in headings and not row.get(COLUMNS["unit"], "").strip():
            found.append((line, COLUMNS["unit"], ""))
    return found


def _known(federation: Federation) -> dict[str, set[str]]:
    """What each column may say."""
    codes = codes_of(federation)
    units = {name for one in Organisation.objects.filter(federation=federation) for name in names_of(one)}
    numbers = DirectChannel.objects.filter(federation=federation).values_list("no", flat=True)
    aspects = {name: {*codes[name], *codes[name].values()} for name in ASPECTS}
    return {**aspects, "unit": units, "assists": units, "channel": {str(no) for no in numbers}}
