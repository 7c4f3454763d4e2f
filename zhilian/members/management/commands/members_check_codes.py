"""``zhilian members check-codes FILE|-``: one code to a line; a JSON list of {code, valid, reason} in that order."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhilian.kit.creditcode import CreditCodeError, parse
from zhilian.members.words import credit_code_fault


class Command(BaseCommand):
    """Exit status 0 whatever the codes are; 2 when the file cannot be read."""

    help = "Check unified social credit codes, one to a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where they are."""
        parser.add_argument("file", help="a text file in UTF-8, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each line; empty ones are left out."""
        lines = [line.strip() for line in _text(options["file"]).splitlines()]
        self.stdout.write(json.dumps([_verdict(line) for line in lines if line], ensure_ascii=False))


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8.", returncode=2) from error


def _verdict(code: str) -> dict[str, Any]:
    try:
        parse(code)
    except CreditCodeError as error:
        return {"code": code, "valid": False, "reason": str(credit_code_fault(error))}
    return {"code": code, "valid": True, "reason": ""}
