"""The ladder: what happens to a case whose time runs out, step by step. Rows of a federation; here its beginning."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a step of the ladder does."""

    REMIND = "remind"
    LETTER = "letter"
    ORDER = "order"
    COPY = "copy"
    LIST = "list"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: reached when ``share`` percent of the time is used, or ``days`` working days after the due moment."""

    code: str
    act: Act
    share: int | None = None
    days: int | None = None


# Ideas of Jiangmen, Beijing, Weifang and Quanzhou; none is law: a federation's own rows decide.
DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung("amber", Act.REMIND, share=75),
    Rung("due", Act.LETTER, share=100),
    Rung("order", Act.ORDER, days=1),
    Rung("copy", Act.COPY, days=3),
    Rung("list", Act.LIST, days=5),
    Rung("talk", Act.TALK, days=10),
)
LATE_AFTER = 30  # minutes after a step was reached it counts as taken late (the worker was down)
