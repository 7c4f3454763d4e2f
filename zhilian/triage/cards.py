"""The card of a model, as its page shows it: reads what training wrote down, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.triage.models import TextModel
from zhilian.triage.words import percent

REASONS = {
    "first": _("It is the first: there was none to compare with."),
    "table": _("Too few cases are decided to learn from; it learned the words of the table anew."),
    "better": _("It was better than the model before it and took over."),
    "worse": _("It was not clearly better than the model in use, which stays."),
    "untested": _("Too few cases were decided since the model in use learned; it stays."),
}
SHIFTS = ((0.1, _("hardly changed")), (0.25, _("somewhat changed")), (float("inf"), _("much changed")))


@dataclass(frozen=True, slots=True)
class OfClass:
    """One label: figures on held-out texts, and how many texts of it were learned."""

    name: str
    precision: str
    recall: str
    f1: str
    support: int
    learned: int


@dataclass(frozen=True, slots=True)
class Spot:
    """One tenth of probability: what was told, what was right, how many; ``x y r`` are drawing units of 100."""

    told: str
    right: str
    texts: int
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Card:
    """What a page says of a model."""

    model: TextModel
    cold: bool
    learned: Mapping[str, Any]
    held: Mapping[str, Any]
    figures: Mapping[str, Any]
    reason: object
    compared: Mapping[str, Any]
    classes: list[OfClass] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("text_model", args=[self.model.no])

    @property
    def macro_f1(self) -> str:
        """Mean F1 over the labels."""
        return _score(self.figures["macro_f1"]) if self.figures else ""

    @property
    def gap(self) -> str:
        """Mean distance between probability and truth, in percentage points."""
        return f"{self.figures['calibration_error'] * 100:.1f}" if self.figures else ""

    @property
    def percents(self) -> dict[str, str]:
        """The shares among the figures, in percent."""
        return {name: percent(value) for name, value in self.figures.items() if isinstance(value, float)}


def card_of(model: TextModel, names: Mapping[str, str]) -> Card:
    """The card with the labels' names; a label that is no longer in the table is shown by its code."""
    told = model.card
    figures = told.get("figures", {})
    compared = told.get("compared", {})
    return Card(
        model=model,
        cold=bool(told.get("cold")),
        learned=_with_dates(told.get("learned", {})),
        held=_with_dates(told.get("held", {})),
        figures=figures,
        reason=REASONS.get(str(compared.get("reason")), ""),
        compared={name: _score(compared[name]) for name in ("new", "old") if name in compared} | _whom(compared),
        classes=_classes(figures.get("per_class", {}), told.get("classes", {}), names),
        spots=[_spot(one) for one in figures.get("reliability", [])],
    )


def shift_words(shift: float | None) -> object:
    """A population stability index in words, empty for none (usual bounds: 0.1 and 0.25)."""
    return "" if shift is None else next(words for bound, words in SHIFTS if shift < bound)


def changes_of(drift: Mapping[str, Any]) -> list[tuple[object, str, str]]:
    """What has changed since it learned: label, then, now."""
    names = (("unseen", _("Share of words and turns it has never seen")), ("certainty", _("Mean certainty")))
    return [(label, percent(drift[f"{name}_then"]), percent(drift[f"{name}_now"])) for name, label in names]


def _with_dates(period: Mapping[str, Any]) -> dict[str, Any]:
    dates = {name: datetime.fromisoformat(period[name]) for name in ("from", "until") if name in period}
    return {"cases": 0, **period, **{("since" if name == "from" else name): moment for name, moment in dates.items()}}


def _whom(compared: Mapping[str, Any]) -> dict[str, Any]:
    return {"no": compared.get("with"), "cases": compared.get("cases", 0)}


def _classes(figures: Mapping[str, Any], learned: Mapping[str, int], names: Mapping[str, str]) -> list[OfClass]:
    codes = [code for code in names if code in figures or code in learned]
    codes += sorted(code for code in figures if code not in names)
    return [_of_class(names.get(code, code), figures.get(code, {}), learned.get(code, 0)) for code in codes]


def _of_class(name: str, row: Mapping[str, Any], learned: int) -> OfClass:
    """A share of nothing is a dash, not 0 %."""
    support, told = row.get("support", 0), row.get("precision", 0) or row.get("recall", 0)
    precision = percent(row["precision"]) if told else "–"
    recall, f1 = (percent(row["recall"]), _score(row["f1"])) if support else ("–", "–")
    return OfClass(name, precision, recall, f1, support, learned)


def _score(value: float) -> str:
    return f"{value:.3f}"


def _spot(one: Mapping[str, float]) -> Spot:
    told, right, texts = one["told"], one["right"], int(one["texts"])
    radius = min(1.2 + texts**0.5 / 4, 5)
    return Spot(
        percent(told), percent(right), texts, round(told * 100, 1), round(100 - right * 100, 1), round(radius, 2)
    )
