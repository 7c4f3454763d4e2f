"""``zhilian import <kind> FILE``: the import on the command line; rooms give it its kind."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhilian.core.actor import system_actor
from zhilian.core.models import Federation
from zhilian.files import actions
from zhilian.files.imports import IMPORTERS, Findings, MissingColumn, Outcome, Overtaken, examine, match, refusal
from zhilian.files.imports.source import estimated_rows, opened
from zhilian.files.models import ImportRun
from zhilian.files.names import clean_name
from zhilian.files.store import keep
from zhilian.kit.spreadsheets import SheetRefused, write_xlsx

SHOWN: Final = 50  # bad rows printed
TRIES: Final = 3
MODES: Final = {mode.value.replace("_", "-"): mode for mode in ImportRun.Mode}


class ImportCommand(BaseCommand):
    """Examines the file, says what it found, and applies it; exits with 1 when nothing was imported for a fault."""

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose it is, and what happens when rows are bad."""
        parser.add_argument("file", type=Path, help="an .xlsx or .csv file")
        parser.add_argument("--federation", help="code of the district; may be left out where there is only one")
        parser.add_argument("--mode", choices=sorted(MODES), default="good-rows", help="when some rows are bad")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--problems", type=Path, metavar="FILE.xlsx", help="write every bad row there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine, report, apply."""
        federation = federation_named(options["federation"])
        if not options["file"].is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": options["file"]})
        for _try in range(TRIES):
            findings = self._examined(options["file"], federation)
            if self._applied(findings, federation, options):
                return self._report(findings, options)
        raise CommandError(_("The data kept changing while the file was being applied. Nothing was changed."))

    def _examined(self, path: Path, federation: Federation) -> Findings:
        importer = IMPORTERS[self.kind]
        try:
            sheet = opened(path, path.name)
            headings = match(importer.columns, sheet.headings)
            self._say_headings([(one.text, one.field) for one in headings])
            bar = _Bar(self.stderr, estimated_rows(path))
            findings = examine(importer, federation, sheet, headings, keep=True, progress=bar.show)
            bar.close()
            return findings
        except SheetRefused as refused:
            raise CommandError(str(refusal(refused))) from refused
        except MissingColumn as missing:
            names = " · ".join(column.headings[0] for column in missing.columns)
            headings_found = " · ".join(one.text for one in missing.headings)
            raise CommandError(
                _("No column was understood as: %(columns)s. The file has: %(headings)s.")
                % {"columns": names, "headings": headings_found}
            ) from missing

    def _applied(self, findings: Findings, federation: Federation, options: dict[str, Any]) -> bool:
        """Write down what was found; False when rows changed meanwhile, so that it must be examined again."""
        mode = MODES[options["mode"]]
        refused = mode is ImportRun.Mode.ALL_OR_NOTHING and findings.bad
        if options["dry_run"] or refused or not findings.changes:
            return True
        content = options["file"].read_bytes()
        try:
            actions.import_at_once(
                importer=IMPORTERS[self.kind],
                filename=clean_name(options["file"].name),
                sha256=keep(content),
                mode=mode,
                findings=findings,
                actor=system_actor(federation),
                at=timezone.now(),
            )
        except (Overtaken, IntegrityError):
            return False
        return True

    def _report(self, findings: Findings, options: dict[str, Any]) -> None:
        for one in findings.remarks:
            self.stderr.write(f"! {one}")
        for one_bad in findings.problems[:SHOWN]:
            self.stdout.write(f"{one_bad.row}\t{one_bad.column}\t{one_bad.value}\t{one_bad.reason}")
        if len(findings.problems) > SHOWN:
            self.stdout.write(_("… and %(more)s more") % {"more": len(findings.problems) - SHOWN})
        if options["problems"]:
            headings = [_("Row"), _("Column"), _("What it says"), _("Reason")]
            rows = ((one.row, one.column, one.value, str(one.reason)) for one in findings.problems)
            write_xlsx(options["problems"], headings, rows)
        self.stdout.write(_summary(findings))
        if options["dry_run"]:
            self.stdout.write(_("Nothing was changed: this was a dry run."))
        elif findings.bad and MODES[options["mode"]] is ImportRun.Mode.ALL_OR_NOTHING:
            raise CommandError(_("%(bad)s rows are bad, so nothing was imported.") % {"bad": findings.bad})

    def _say_headings(self, headings: list[tuple[str, str | None]]) -> None:
        labels = {column.field: column.label for column in IMPORTERS[self.kind].columns}
        understood = " · ".join(f"{text} → {labels[field]}" for text, field in headings if field)
        unused = " · ".join(text for text, field in headings if text and not field)
        self.stderr.write(_("Understood: %(headings)s") % {"headings": understood})
        if unused:
            self.stderr.write(_("Not used: %(names)s") % {"names": unused})


class _Bar:
    """How far it is: on a terminal a line that is written over, in a log a line now and then."""

    def __init__(self, stream: Any, total: int) -> None:
        self.stream, self.total = stream, total
        self.start, self.end = ("\r", "") if stream.isatty() else ("", "\n")

    def show(self, done: int) -> None:
        """Say how far it is."""
        total = max(self.total, done, 1)
        width = 30 * done // total
        self.stream.write(f"{self.start}[{'#' * width}{'.' * (30 - width)}] {done} / {total}", ending=self.end)

    def close(self) -> None:
        """Leave the line."""
        self.stream.write("", ending="\n" if self.start else "")


def federation_named(code: str | None) -> Federation:
    """The district with this code; without a code the only one. Raises CommandError."""
    rows = Federation.objects.filter(code=code) if code else Federation.objects.filter(level=Federation.Level.DISTRICT)
    found = list(rows)
    if len(found) == 1:
        return found[0]
    codes = " ".join(Federation.objects.order_by("code").values_list("code", flat=True))
    raise CommandError(_("Please name the district with --federation; there are: %(codes)s") % {"codes": codes or "–"})


def _summary(findings: Findings) -> str:
    return _("%(new)s new · %(changed)s changed · %(unchanged)s unchanged · %(bad)s bad") % {
        "new": findings.counts[Outcome.CREATE],
        "changed": findings.counts[Outcome.UPDATE],
        "unchanged": findings.counts[Outcome.UNCHANGED],
        "bad": findings.bad,
    }
