"""What other rooms teach: tasks whose labels people set by hand, so that they can be proposed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhilian.core.models import Federation

Text = tuple[str, str, str]
"""Label, subject and body: a sample of the classifier is one."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """One task. ``examples`` hold on day one: the table's own words; ``samples`` are what people decided, oldest first.

    ``samples(federation, after, most)`` gives (moment of the decision, sample) of those decided after the moment (None:
    ever), at most so many, the newest; ``count(federation, after, most)`` says how many there are, counted no further.
    ``labels(federation)`` gives code → name in the reader's language; codes that left the table are not proposed.
    Lines of the trail with the verb ``decided`` hold, as the fact ``proposed``, what was proposed and what was chosen.
    """

    task: str
    label: object
    labels: "Callable[[Federation], dict[str, str]]"
    examples: "Callable[[Federation], Sequence[Text]]"
    samples: "Callable[[Federation, datetime | None, int], Iterable[tuple[datetime, Text]]]"
    count: "Callable[[Federation, datetime | None, int], int]"
    decided: str = ""


LEARNED_FROM = 10_000
"""The newest of the texts decided: enough for every class, and older ones tell of another time."""
TEACHERS: dict[str, Teacher] = {}


def add_teacher(teacher: Teacher) -> None:
    """Let a task be learned; a room does so in ``apps.ready()``."""
    TEACHERS[teacher.task] = teacher
