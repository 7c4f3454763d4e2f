"""``zhilian trail verify [FILE]``: walk the chain and name the first broken entry."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhilian.core.chain import Break, check, is_veiled
from zhilian.core.models import Federation, TrailHead
from zhilian.core.queries import trail_lines
from zhilian.core.registry import TRAIL_CHECKS

REASONS = {
    "missing": "this entry is missing",
    "inserted": "an entry was inserted or repeated here",
    "altered": "the entry's content does not match its hash",
    "unlinked": "the entry does not follow from the one before it",
    "unsealed": "the chain was computed anew without the key",
    "cut": "the chain ends here but its head says it is longer (entries were removed from the end)",
    "anchor": "the chain does not contain the anchor given",
}


class Command(BaseCommand):
    """Exit 0 when every chain holds, 1 with the first broken entry of each federation otherwise."""

    help = "Verify the trail of all federations, or of an exported file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An export to check offline; an anchor noted earlier."""
        parser.add_argument("file", nargs="?", type=Path, help="an export; without it, the database")
        parser.add_argument("--anchor", help="FEDERATION:SEQ:HASH noted earlier, as 'trail export' prints it")
        parser.add_argument("--no-seals", action="store_true", help="check the hashes only (without the trail key)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, report, and fail if anything is broken."""
        self.anchor = _anchor(options["anchor"])
        self.walked: set[str] = set()
        self.key = None if options["no_seals"] else settings.TRAIL_KEY
        broken = self._export(options["file"]) if options["file"] else self._chains(_from_database())
        if not options["file"] and not broken:
            broken += self._rooms()
        if broken:
            raise SystemExit(1)

    def _export(self, path: Path) -> int:
        try:
            return self._chains(_from_file(path))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path}: not an export of the trail ({error})") from error

    def _chains(self, chains: Iterator[tuple[str, Iterator[dict[str, Any]], int | None]]) -> int:
        broken = sum(self._verify(code, lines, end) for code, lines, end in chains)
        if self.anchor and self.anchor[0] not in self.walked:
            broken += self._broken(Break(self.anchor[0], self.anchor[1], "anchor"))
        return broken

    def _verify(self, code: str, lines: Iterator[dict[str, Any]], end: int | None) -> int:
        self.walked.add(code)
        seen = _Seen(lines, self.anchor)
        first = next(check(seen, self.key, veils=end is None), None)
        if first is None and end is not None and seen.count < end:
            first = Break(code, seen.count + 1, "cut")
        if first is None and self.anchor and self.anchor[0] == code and not seen.anchored:
            first = Break(code, self.anchor[1], "anchor")
        if first:
            return self._broken(first)
        veiled = f", {seen.veiled} of them veiled" if seen.veiled else ""
        self.stdout.write(f"{code}: {seen.count} entries, chain intact{veiled}, head {seen.count}:{seen.hash[:16]}")
        return 0

    def _broken(self, first: Break) -> int:
        self.stdout.write(f"{first.federation}: BROKEN at entry {first.seq}: {REASONS[first.reason]}")
        return 1

    def _rooms(self) -> int:
        problems = [problem for one in TRAIL_CHECKS for problem in one()]
        for problem in problems[:10]:
            self.stdout.write(f"BROKEN {problem}")
        return len(problems)


class _Seen:
    """Passes lines on and remembers how many there were and were veiled, the last hash, whether the anchor came by."""

    def __init__(self, lines: Iterator[dict[str, Any]], anchor: tuple[str, int, str] | None) -> None:
        self.lines, self.anchor = lines, anchor
        self.count, self.hash, self.anchored, self.veiled = 0, "", False, 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for line in self.lines:
            self.count, self.hash = self.count + 1, str(line["hash"])
            self.veiled += is_veiled(line)
            self.anchored |= (line["federation"], line["seq"], line["hash"]) == self.anchor
            yield line


def _anchor(text: str | None) -> tuple[str, int, str] | None:
    if not text:
        return None
    try:
        code, seq, digest = text.split(":")
        return code, int(seq), digest
    except ValueError as error:
        raise CommandError("--anchor is FEDERATION:SEQ:HASH") from error


def _from_database() -> Iterator[tuple[str, Iterator[dict[str, Any]], int | None]]:
    for federation in Federation.objects.order_by("code"):
        head = TrailHead.objects.filter(federation=federation).first()
        yield federation.code, trail_lines(federation), head.seq if head else 0


def _from_file(path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]], int | None]]:
    with path.open(encoding="utf-8") as file:
        lines = (json.loads(line) for line in file if line.strip())
        for code, chain in groupby(lines, key=lambda line: line["federation"]):
            yield str(code), chain, None
