"""When and from what to learn, and whether what was learned takes over. Figures are made elsewhere; this decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import numpy as np

from zhilian.triage.rules.classify import Model, Sample

HELD: Final = 0.15
"""Of the decided texts, the newest held out: a model is measured on what comes after what it learned."""
HELD_AT_LEAST: Final = 50
"""With fewer, one text more or less moves accuracy by over two points, and no comparison can be trusted."""
NEW_AT_LEAST: Final = HELD_AT_LEAST
"""So many newly decided texts before learning anew: both models are compared on texts that neither has seen."""
WANTED: Final = 2 * HELD_AT_LEAST
"""So many decided texts before the table's own words are no longer all there is to learn from."""
PAUSE: Final = timedelta(days=7)
"""Between two trainings by itself."""
RETRY: Final = timedelta(days=1)
"""After one that came to nothing."""
NIGHT: Final = range(1, 5)
"""The hours, by Shanghai's clocks, in which the machine has least to do."""
BINS: Final = 10
"""Steps of probability in which a reader can see how honest it is."""
Item = TypeVar("Item")


def split(samples: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """The older part to learn from and the newest to be measured on; both empty where there are too few for both."""
    held = max(HELD_AT_LEAST, round(len(samples) * HELD))
    if len(samples) < max(2 * held, WANTED):
        return (), ()
    return samples[:-held], samples[-held:]


@dataclass(frozen=True, slots=True)
class Standing:
    """A model as the next one finds it: what it learned until (None: from the table's own words alone)."""

    learned_until: datetime | None
    trained_at: datetime
    table: str = ""  # fingerprint of the words it began from


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a new model takes over, and why: ``first``, ``table``, ``better``, ``worse`` or ``untested``."""

    takes_over: bool
    reason: str


def verdict(current: Standing | None, cold: bool, compared: int, better: bool) -> Verdict:
    """Of a new model, ``cold`` if it knows no decided text, against the one in use, on ``compared`` unseen texts."""
    if current is None:
        return Verdict(True, "first")
    if cold and current.learned_until is None:
        return Verdict(True, "table")
    if compared < HELD_AT_LEAST:
        return Verdict(False, "untested")
    return Verdict(True, "better") if better else Verdict(False, "worse")


def may_begin(current: Standing | None, last_begun: datetime | None, hour: int, at: datetime) -> bool:
    """Whether learning may begin by itself if there is enough that is new; the first time at once, else at night."""
    if last_begun is not None and at - last_begun < RETRY:
        return False
    if current is None:
        return True
    rested = current.learned_until is None or at - current.trained_at >= PAUSE
    return hour in NIGHT and rested


def enough(current: Standing | None, new: int, table: str) -> bool:
    """Whether there is enough to learn: ``new`` texts decided since the model in use learned."""
    if current is None or _table_changed(current, table):
        return True
    return new >= (NEW_AT_LEAST if current.learned_until else WANTED)


def _table_changed(current: Standing, table: str) -> bool:
    """A model that knows only the table's words is as good as the table is now."""
    return current.learned_until is None and current.table != table


@dataclass(frozen=True, slots=True)
class Followed:
    """How often people chose what was proposed: of ``shown`` decisions, ``first`` the first, ``any`` one of them.

    ``certain`` counts the decisions in which the first was proposed with certainty, ``certain_first`` those followed.
    """

    shown: int = 0
    first: int = 0
    any: int = 0
    certain: int = 0
    certain_first: int = 0


def followed(facts: Sequence[Mapping[str, Any]]) -> Followed:
    """Count the facts ``proposed`` of the trail; what is not as expected is passed over."""
    known = [(list(one["offered"]), one.get("chosen"), bool(one.get("certain"))) for one in facts if one.get("offered")]
    first = [chosen == offered[0] for offered, chosen, _certain in known]
    certain = [hit for hit, (_offered, _chosen, sure) in zip(first, known, strict=True) if sure]
    return Followed(
        shown=len(known),
        first=sum(first),
        any=sum(chosen in offered for offered, chosen, _certain in known),
        certain=len(certain),
        certain_first=sum(certain),
    )


def reliability(model: Model, samples: Sequence[Sample]) -> list[dict[str, float]]:
    """For each tenth of probability with texts in it: how many, the mean probability, and the share that was right."""
    found = model.predict([(one.subject, one.body) for one in samples])
    top, labels = found.max(axis=1, initial=0), np.array(model.labels)[found.argmax(axis=1)]
    right = labels == np.array([one.label for one in samples])
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    tenths = ((number, bins == number) for number in range(BINS))
    return [
        {"from": number / BINS, "texts": int(of.sum()), "told": float(top[of].mean()), "right": float(right[of].mean())}
        for number, of in tenths
        if of.any()
    ]
