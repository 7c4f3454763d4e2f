"""Migrations on a copy that is in use: cases entered before the newer columns keep what they were promised."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BEFORE = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
apps = executor.loader.project_state([("cases", "0001_initial"), ("core", "0001_initial")]).apps
from datetime import UTC, datetime, timedelta
at = datetime(2026, 3, 4, 2, tzinfo=UTC)
model = apps.get_model
lg = model("core", "Federation").objects.create(code="LG", name="龙岗", short_name="龙岗", level="district", path="LG/")
unit = model("core", "Organisation").objects.create(
    federation=lg, kind="department", code="GXJ", name="工信局", short_name="工信局", path="GXJ/")
usual = {"federation": lg, "source": "web", "title": "停电", "text": "停电", "received_at": at, "accepted_at": at}
case = model("cases", "Case").objects.create(**usual, number="LG-2026-000001", stage="processing", unit=unit)
told = model("cases", "Case").objects.create(
    **usual, number="LG-2026-000002", stage="closed", closed_at=at, replied_at=at, result="explained")
row = {"federation": lg, "case": case, "unit": unit, "dispatched_at": at}
model("cases", "Assignment").objects.create(**row, returned_at=at, return_reason="不属本单位")
model("cases", "Assignment").objects.create(
    **row, signed_at=at + timedelta(hours=1), contacted_at=at + timedelta(hours=2))
for clock, days in (("sign", 1), ("contact", 1), ("close", 7)):
    model("cases", "Deadline").objects.create(
        federation=lg, case=case, clock=clock, start_at=at, amount=days, unit="days", due_at=at + timedelta(days=days))
"""
AFTER = """
import django; django.setup()
from datetime import timedelta
from zhilian.cases.models import Assignment, Case
case, told = Case.objects.order_by("number")
at = case.accepted_at
assert (case.limit_at, case.contact_due_at) == (at + timedelta(days=7), at + timedelta(days=1)), case.limit_at
assert (case.signed_at, case.contacted_at) == (at + timedelta(hours=1), at + timedelta(hours=2))
assert (case.return_count, case.confidentiality, case.held, case.merged_into) == (1, "internal", False, None)
assert (told.limit_at, told.contacted_at) == (at, at), "answered on the spot"
assert Assignment.objects.leading().get(case=case).role == "lead"
"""


@pytest.mark.skipif("ZHILIAN_DATABASE_URL" in os.environ, reason="needs a database of its own: SQLite")
def test_a_district_in_use_keeps_its_cases_and_their_moments(tmp_path: Path) -> None:
    environment = {**os.environ, "ZHILIAN_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhilian.config.settings"}

    def run(*words: str) -> None:
        done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    zhilian = str(Path(sys.executable).parent / "zhilian")
    run(zhilian, "migrate", "-v0", "cases", "0001")
    run(sys.executable, "-c", BEFORE)
    run(zhilian, "migrate", "-v0")
    run(sys.executable, "-c", AFTER)
