"""A deadline in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final, Literal

from .calendar import WorkCalendar
from .deadline import Deadline, Limit, Step, StepKind
from .official import HOLIDAY_NAMES
from .pauses import Pause, pause_steps

Language = Literal["zh", "en"]

_WEEKDAYS_ZH: Final = "一二三四五六日"
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def explain(deadline: Deadline, language: str = "zh") -> list[str]:
    """Tell in sentences how the deadline came about; any language code that begins with ``en`` gives English."""
    return _told(deadline.steps, deadline, language)


def explain_pauses(
    deadline: Deadline, pauses: Sequence[tuple[Pause, str]], calendar: WorkCalendar, language: str = "zh"
) -> list[str]:
    """Tell in sentences, to follow those of ``explain``, how pauses moved the deadline; none if no pause touches it.

    Each pause comes with its reason in that language, such as 等待补充材料 or "material was awaited".
    """
    return _told(pause_steps(deadline, pauses, calendar), deadline, language)


def _told(steps: Iterable[Step], deadline: Deadline, language: str) -> list[str]:
    words = _ENGLISH if language.lower().startswith("en") else _CHINESE
    return [words[step.kind](step, deadline) for step in steps]


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
    return _clock_zh(_at(step), deadline)


def _clock_zh(at: datetime, deadline: Deadline) -> str:
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


def _paused_zh(step: Step, deadline: Deadline) -> str:
    until = _clock_zh(step.until or _at(step), deadline)
    return f"{_moment_zh(step, deadline)} 至 {until} 暂停计时（{_worked_zh(step.minutes)}）{_reason_zh(step)}"


def _worked_zh(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} 小时"] * bool(hours) + [f"{rest} 分钟"] * bool(rest)
    return f"工作时间 {' '.join(parts)}" if parts else "工作时间不足 1 分钟"


def _reason_zh(step: Step) -> str:
    return step.reason and f"：{step.reason}"


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
    StepKind.PAUSED: _paused_zh,
    StepKind.STILL_PAUSED: lambda step, deadline: (
        f"{_moment_zh(step, deadline)} 起暂停计时，尚未恢复{_reason_zh(step)}"
    ),
    StepKind.DUE_LATER: lambda step, deadline: f"共暂停{_worked_zh(step.minutes)}，顺延后{_due_zh(step, deadline)}",
    StepKind.DUE_OPEN: lambda _step, _deadline: "恢复计时后，到期时间相应顺延",
}


# --- English


def _day_en(day: date, deadline: Deadline) -> str:
    year = "" if day.year == deadline.start.year else f" {day.year}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]}{year}"


def _moment_en(step: Step, deadline: Deadline) -> str:
    return _clock_en(_at(step), deadline)


def _clock_en(at: datetime, deadline: Deadline) -> str:
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


def _paused_en(step: Step, deadline: Deadline) -> str:
    until = _clock_en(step.until or _at(step), deadline)
    return f"Paused from {_moment_en(step, deadline)} to {until} ({_worked_en(step.minutes)}){_reason_en(step)}"


def _worked_en(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _limit_en(Limit(minutes, "minutes")) if minutes else "less than a working minute"
    return _limit_en(Limit(hours * 60, "minutes")) + (f" {rest} minute{'' if rest == 1 else 's'}" if rest else "")


def _reason_en(step: Step) -> str:
    return step.reason and f": {step.reason}"


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
    StepKind.PAUSED: _paused_en,
    StepKind.STILL_PAUSED: lambda step, deadline: (
        f"Paused since {_moment_en(step, deadline)}, not yet running again{_reason_en(step)}"
    ),
    StepKind.DUE_LATER: lambda step, deadline: (
        f"Paused for {_worked_en(step.minutes)} in all. {_due_en(step, deadline)}"
    ),
    StepKind.DUE_OPEN: lambda _step, _deadline: "The due date moves accordingly once the clock runs again",
}
