"""Spreadsheets as offices send them, and a shortcut through an import."""

import csv
import os
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from zhilian.files import actions
from zhilian.files.imports import IMPORTERS, Findings, examine, match
from zhilian.files.imports.source import opened
from zhilian.files.jobs import run_import
from zhilian.files.models import ImportRun
from zhilian.files.store import keep
from zhilian.kit import creditcode
from zhilian.kit.spreadsheets import write_xlsx

HEADINGS = ("企业名称", "统一社会信用代码", "所属街道", "地址", "行业", "规模", "联系人", "职务", "联系电话", "邮箱")
SHARED = Path(os.environ.get("ZHILIAN_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def code(number: int) -> str:
    """A credit code that passes, a different one for each number."""
    return creditcode.make_valid(f"91440300MA5{number:05d}")


def csv_of(*rows: Sequence[object], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8") -> bytes:
    """Rows below headings as a .csv; short rows are filled up."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(headings)
    writer.writerows([*row, *[""] * (len(headings) - len(row))] for row in rows)
    return target.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    """The same as .xlsx."""
    target = BytesIO()
    write_xlsx(target, headings, rows)
    return target.getvalue()


def upload(content: bytes, name: str = "企业.csv") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, content)


def beside(path: str) -> Path:
    """A file beside the project; without it the test is skipped, visibly."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} lies beside the project and is not here")
    return found


def examined(cast: Cast, path: Path, content: bytes, kind: str = "members") -> Findings:
    """What an examination of this content finds, with nothing changed."""
    path.write_bytes(content)
    importer = IMPORTERS[kind]
    sheet = opened(path, path.name)
    return examine(importer, cast.lg, sheet, match(importer.columns, sheet.headings), keep=True)


def started(cast: Cast, content: bytes, *, kind: str = "members", name: str = "企业.csv") -> ImportRun:
    """An import that waits for the worker."""
    return actions.start_import(
        importer=IMPORTERS[kind], filename=name, sha256=keep(content), actor=cast.actor("chen"), at=NOW
    )


def checked(cast: Cast, content: bytes, *, kind: str = "members", name: str = "企业.csv") -> ImportRun:
    """An import the worker has checked."""
    run = started(cast, content, kind=kind, name=name)
    assert run_import(NOW) == 1
    run.refresh_from_db()
    return run


def applied(cast: Cast, content: bytes, *, kind: str = "members", mode: str = "good_rows") -> ImportRun:
    """An import the worker has checked and applied."""
    run = checked(cast, content, kind=kind)
    actions.choose_mode(run=run, importer=IMPORTERS[kind], mode=mode, actor=cast.actor("chen"))
    assert run_import(NOW) == 1
    run.refresh_from_db()
    return run
