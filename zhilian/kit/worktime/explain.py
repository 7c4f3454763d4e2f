"""A deadline in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal

from .deadline import Deadline, Limit, Step, StepKind
from .official import HOLIDAY_NAMES

Language = Literal["zh", "en"]

_WEEKDAYS_ZH: Final = "一二三四五六日"
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def explain(deadline: Deadline, language: str = "zh") -> list[str]:
    """Tell in sentences how the deadline came about; any language code that begins with ``en`` gives English."""
    words = _ENGLISH if language.lower().startswith("en") else _CHINESE
    return [words[step.kind](step, deadline) for step in deadline.steps]


Sentence = Callable[[Step, Deadline], str]


def _at(step: Step) -> datetime:
    assert step.at is not None
    return step.at


# --- Chinese


def _day_zh(day: date, deadline: Deadline) -> str:
    year = "" if day.year == deadline.start.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _weekday_zh(day: date) -> str:
    return f"周{_WEEKDAYS_ZH[day.weekday()]}"


def _moment_zh(step: Step, deadline: Deadline) -> str:
    at = _at(step)
    return f"{_day_zh(at.date(), deadline)}（{_weekday_zh(at.date())}）{at:%H:%M}"


def _limit_zh(limit: Limit) -> str:
    if limit.unit == "days":
        return f"{limit.amount} 个工作日"
    hours, minutes = divmod(limit.amount, 60)
    return f"{limit.amount} 分钟（工作时间）" if minutes else f"{hours} 个工作小时"


def _start_zh(step: Step, deadline: Deadline) -> str:
    verb = "起算" if deadline.begins == deadline.start else "收到"
    return f"{_moment_zh(step, deadline)} {verb}，限 {_limit_zh(deadline.limit)}"


def _range_zh(step: Step, deadline: Deadline) -> str:
    first = _day_zh(step.first, deadline)
    if step.first == step.last:
        return f"{first}（{_weekday_zh(step.first)}）"
    year = "" if step.first.year == step.last.year else f"{step.last.year}年"
    return f"{first}—{year}{step.last.month}月{step.last.day}日 "


def _rest_zh(step: Step, deadline: Deadline) -> str:
    names = "、".join(HOLIDAY_NAMES.get(name, name) for name in step.holidays)
    return f"{_range_zh(step, deadline)}{names + '放假' if names else '周末'}，不计"


def _work_zh(reason: str) -> Sentence:
    def sentence(step: Step, deadline: Deadline) -> str:
        counted = "，计 1 天" if step.counted and deadline.limit.unit == "days" else ""
        return f"{_range_zh(step, deadline)}{reason}{counted}"

    return sentence


def _due_zh(step: Step, deadline: Deadline) -> str:
    at = _at(step)
    return f"到期：{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


_CHINESE: Final[dict[StepKind, Sentence]] = {
    StepKind.START: _start_zh,
    StepKind.AFTER_HOURS: lambda step, deadline: f"收到时已过当日截止时间，自{_moment_zh(step, deadline)} 起算",
    StepKind.BEFORE_OPENING: lambda step, deadline: f"收到时不在办公时间，自{_moment_zh(step, deadline)} 起算",
    StepKind.REST_DAY: lambda step, deadline: f"收到时为休息日，自{_moment_zh(step, deadline)} 起算",
    StepKind.REST: _rest_zh,
    StepKind.MAKEUP: _work_zh("调休上班"),
    StepKind.LOCAL_REST: lambda step, deadline: f"{_range_zh(step, deadline)}本地放假（停工），不计",
    StepKind.LOCAL_WORK: _work_zh("本地安排上班"),
    StepKind.UNKNOWN_YEAR: lambda step, _: f"{step.first.year}年官方放假安排尚未公布，按周一至周五计算",
    StepKind.DUE: _due_zh,
}


# --- English


def _day_en(day: date, deadline: Deadline) -> str:
    year = "" if day.year == deadline.start.year else f" {day.year}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]}{year}"


def _moment_en(step: Step, deadline: Deadline) -> str:
    at = _at(step)
    return f"{_WEEKDAYS_EN[at.weekday()]} {_day_en(at.date(), deadline)}, {at:%H:%M}"


def _limit_en(limit: Limit) -> str:
    amount, unit = limit.amount, "day"
    if limit.unit == "minutes":
        amount, unit = (amount, "minute") if amount % 60 else (amount // 60, "hour")
    return f"{amount} working {unit}{'' if amount == 1 else 's'}"


def _start_en(step: Step, deadline: Deadline) -> str:
    verb = "Counted from" if deadline.begins == deadline.start else "Received on"
    return f"{verb} {_moment_en(step, deadline)}; limit {_limit_en(deadline.limit)}"


def _range_en(step: Step, deadline: Deadline) -> str:
    first, last = _day_en(step.first, deadline), _day_en(step.last, deadline)
    if step.first == step.last:
        return f"{_WEEKDAYS_EN[step.first.weekday()]} {first}"
    return f"{first} – {last}"


def _rest_en(step: Step, deadline: Deadline) -> str:
    return f"{_range_en(step, deadline)}: {' and '.join(step.holidays) or 'weekend'}, not counted"


def _work_en(reason: str) -> Sentence:
    def sentence(step: Step, deadline: Deadline) -> str:
        counted = ", counts as 1 day" if step.counted and deadline.limit.unit == "days" else ""
        return f"{_range_en(step, deadline)}: {reason}{counted}"

    return sentence


def _due_en(step: Step, deadline: Deadline) -> str:
    at = _at(step)
    return f"Due: {at.day} {_MONTHS_EN[at.month - 1]} {at.year}, {at:%H:%M}"


_ENGLISH: Final[dict[StepKind, Sentence]] = {
    StepKind.START: _start_en,
    StepKind.AFTER_HOURS: lambda step, deadline: f"Too late in the day; counted from {_moment_en(step, deadline)}",
    StepKind.BEFORE_OPENING: lambda step, deadline: f"Outside office hours; counted from {_moment_en(step, deadline)}",
    StepKind.REST_DAY: lambda step, deadline: f"Not a working day; counted from {_moment_en(step, deadline)}",
    StepKind.REST: _rest_en,
    StepKind.MAKEUP: _work_en("make-up working day"),
    StepKind.LOCAL_REST: lambda step, deadline: f"{_range_en(step, deadline)}: local rest day, not counted",
    StepKind.LOCAL_WORK: _work_en("local working day"),
    StepKind.UNKNOWN_YEAR: lambda step, _: (
        f"The official arrangement for {step.first.year} is not published yet; Monday to Friday assumed"
    ),
    StepKind.DUE: _due_en,
}
