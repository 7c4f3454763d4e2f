"""The officials' steps: one table of what may be asked of whom, at which address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from zhilian.cases.forms import desk as forms
from zhilian.cases.models import Case
from zhilian.cases.views.steps import (
    delay,
    handle,
    intake,
    joint,
    ladder,
    outcome,
    pool,
    published,
    route,
    secrecy,
    tools,
    word,
)
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as it stands on the page: with its form, perhaps filled in, and whether it is unfolded.

    A rare one that nobody asked for has no form: the page only links to it.
    """

    step: Step
    form: forms.StepForm | None
    url: str
    open: bool


_PARTS = (intake, route, handle, delay, joint, ladder, outcome, word, pool, published, secrecy, tools)
STEPS: dict[str, Step] = {step.noun: step for part in _PARTS for step in part.STEPS}


def asked(
    case: Case, actor: Actor, at: datetime, *, shown: forms.StepForm | None = None, noun: str = "",
    initial: Mapping[str, Any] | None = None,
) -> list[Asked]:  # fmt: skip
    """What is asked of the actor now; ``shown`` is a form sent before, ``initial`` what was typed for ``noun``."""
    found = [step for step in STEPS.values() if step.asked_of(actor, case, at)]
    return [_as_asked(step, case, actor, at, shown, noun, initial) for step in found]


def _as_asked(
    step: Step, case: Case, actor: Actor, at: datetime, shown: forms.StepForm | None, noun: str,
    initial: Mapping[str, Any] | None,
) -> Asked:  # fmt: skip
    chosen = step.noun == noun
    if step.rare and not chosen and not (step.pressing and step.pressing(case)):
        return Asked(step, None, address(step, case), False)
    form = shown if chosen and shown else fresh(step, case, actor, at, initial=initial if chosen else None)
    return Asked(step, form, address(step, case), chosen)


def fresh(step: Step, case: Case, actor: Actor, at: datetime, *given: Any, **more: Any) -> forms.StepForm:
    """The step's form; ids carry the noun, because a page may show several."""
    return step.form(*given, case=case, actor=actor, at=at, auto_id=f"{step.noun}_%s", **more)


def address(step: Step, case: Case) -> str:
    """Where the step is sent to, and where a page with it unfolded is found."""
    return reverse(step.route, args=[case.number])
