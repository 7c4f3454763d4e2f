"""What other rooms teach: tasks whose labels people set by hand, so that they can be proposed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhilian.core.models import Federation
    from zhilian.triage.rules.classify import Sample


@dataclass(frozen=True, slots=True)
class Teacher:
    """One task. ``examples`` hold on day one: the table's own words; ``samples`` are what people decided, oldest first.

    ``samples(federation, after)`` gives (moment of the text, sample) of all decided after the moment (None: ever).
    ``labels(federation)`` gives code → name in the reader's language; codes that left the table are not proposed.
    """

    task: str
    label: object
    labels: "Callable[[Federation], dict[str, str]]"
    examples: "Callable[[Federation], list[Sample]]"
    samples: "Callable[[Federation, datetime | None], Iterable[tuple[datetime, Sample]]]"


TEACHERS: dict[str, Teacher] = {}


def add_teacher(teacher: Teacher) -> None:
    """Let a task be learned; a room does so in ``apps.ready()``."""
    TEACHERS[teacher.task] = teacher
