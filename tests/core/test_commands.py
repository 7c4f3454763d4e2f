"""The commands of the core, as somebody types them."""

import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from zhilian.core.models import CalendarDay


def workday(*arguments: str) -> tuple[str, str]:
    """What ``zhilian workday add`` says on both channels."""
    out, err = StringIO(), StringIO()
    call_command("workday_add", *arguments, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2022-04-20", "5", "2022-04-26"),  # Sunday the 24th is worked
        ("2026-02-13", "3", "2026-02-25"),  # over Spring Festival, with a make-up Saturday
        ("2026-03-04", "0", "2026-03-04"),
        ("2025-12-31", "1", "2026-01-04"),  # over a new year: that Sunday is worked
    ],
)
def test_working_days_are_added_with_make_up_days(start: str, days: str, end: str) -> None:
    assert workday(start, days) == (end, "")


def test_an_unknown_year_is_counted_with_a_warning() -> None:
    out, err = workday("2031-05-01", "1")
    assert out == "2031-05-02"
    assert "2031" in err


def test_a_districts_own_day_counts_for_it_alone(cast: Cast) -> None:
    CalendarDay.objects.create(federation=cast.lg, date=date(2026, 3, 5), is_workday=False, note="台风")
    assert workday("2026-03-04", "1", "--federation", "LG")[0] == "2026-03-06"
    assert workday("2026-03-04", "1", "--federation", "BA")[0] == "2026-03-05"


def test_fewer_than_no_days_are_refused() -> None:
    with pytest.raises(CommandError):
        workday("2026-03-04", "--", "-1")


def test_two_words_on_the_command_line_are_one_command() -> None:
    command = [str(Path(sys.executable).with_name("zhilian")), "workday", "add", "2031-05-01", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "2031-05-02\n")
    assert "2031" in done.stderr
