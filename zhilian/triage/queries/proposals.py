"""What a text seems to be about: labels with how likely each is and why. It proposes; people decide."""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from zhilian.core.memory import remembered
from zhilian.core.models import Federation
from zhilian.kit.text import fold
from zhilian.triage.kinds import TEACHERS
from zhilian.triage.models import TextModel
from zhilian.triage.rules.classify import BadModel, Model, Sample, load
from zhilian.triage.rules.keywords import by_words, words_by_label

log = logging.getLogger(__name__)

TOP: Final = 3
LEAST: Final = 0.05
"""A further proposal less likely than this helps nobody."""
SHORTEST: Final = 4  # letters: fewer say nothing, nor do digits and pictures
EARLIER: Final = 3  # models to fall back on when the one in use cannot be loaded
KEPT: Final = 2  # models in memory, some forty megabytes each: a process of one district needs one
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal: code and name of the label, how likely it is right (None where nothing was learned), and why."""

    code: str
    name: str
    probability: float | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """The likeliest first. ``certain``: the first may stand chosen; else the page says "please choose".

    ``model`` is the number of the model that proposed, 0 where only the table's own words did.
    """

    found: tuple[Proposed, ...] = ()
    certain: bool = False
    model: int = 0

    @property
    def first(self) -> Proposed | None:
        """The likeliest."""
        return self.found[0] if self.found else None


@dataclass(frozen=True, slots=True)
class Serving:
    """What proposes in this process: model ``no``, or none; ``damaged`` are those in the table that were refused."""

    no: int = 0
    model: Model | None = None
    damaged: tuple[int, ...] = ()


def propose(federation: Federation, task: str, subject: str, body: str, top: int = TOP) -> Proposals:
    """At most ``top`` proposals for a text, only of labels that people may choose now; none for a text that says
    nothing."""
    if sum(map(str.isalpha, fold(subject + body))) < SHORTEST:
        return Proposals()
    names, now = TEACHERS[task].labels(federation), serving(federation, task)
    if now.model is None:
        ranked = by_words(f"{subject}\n{body}", _words(federation, task), top)
        return Proposals(tuple(Proposed(code, names[code], None, words) for code, words in ranked if code in names))
    gone = len(set(now.model.labels) - set(names))
    likely = now.model.propose(subject, body, top=top + gone)
    open_now = [one for one in likely if one.label in names]
    worth = [one for place, one in enumerate(open_now[:top]) if place == 0 or one.probability >= LEAST]
    found = tuple(Proposed(one.label, names[one.label], one.probability, one.words) for one in worth)
    certain = bool(found) and (found[0].probability or 0) >= now.model.certain
    return Proposals(found, certain, now.no)


def serving(federation: Federation, task: str) -> Serving:
    """The model in use, loaded once per process and again within seconds of a change.

    One that is damaged, foreign or tampered with is refused; then the one before it serves, or the table's own words.
    """
    rows, place = _rows(federation, task), (federation.pk, task)
    with _LOCK:
        kept = _LOADED.get(place)
        if kept is None or kept[0] != rows:
            del kept
            _LOADED.pop(place, None)  # the old one goes before the new one comes
            kept = _LOADED[place] = (rows, _loaded(federation, rows))
        _LOADED.move_to_end(place)
        while len(_LOADED) > KEPT:
            _LOADED.popitem(last=False)
        return kept[1]


Rows = list[tuple[int, str, str]]
_LOADED: OrderedDict[tuple[int, str], tuple[Rows, Serving]] = OrderedDict()
_LOCK = Lock()


@remembered
def _rows(federation: Federation, task: str) -> Rows:
    """Key, digest and seal of the model in use and of those used before it, in the order in which they may serve."""
    states = [TextModel.State.ACTIVE, TextModel.State.RETIRED]  # in this order, by their codes too
    rows = TextModel.objects.of(federation).filter(task=task, state__in=states).order_by("state", "-activated_at")
    return list(rows.values_list("pk", "digest", "seal")[: 1 + EARLIER])


@remembered
def _words(federation: Federation, task: str) -> Words:
    return words_by_label(Sample(*one) for one in TEACHERS[task].examples(federation))


def _loaded(federation: Federation, rows: Rows) -> Serving:
    damaged: list[int] = []
    for key, _digest, _seal in rows:
        row = TextModel.objects.filter(pk=key).first()
        if row is None:
            continue
        row.federation = federation
        if model := _opened(row):
            return Serving(row.no, model, tuple(damaged))
        damaged.append(row.no)
    return Serving(damaged=tuple(damaged))


def _opened(row: TextModel) -> Model | None:
    """The model of a row, None with a line in the log for one that cannot be trusted."""
    data = row.opened()
    if data is None:
        log.error("model %s of %s is not the one that was sealed; it is not used", row, row.federation.code)
        return None
    try:
        return load(data)
    except BadModel as fault:
        log.error("model %s of %s cannot be read: %s", row, row.federation.code, fault)
        return None
