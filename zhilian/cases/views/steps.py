"""The officials' steps: one table of what may be asked of whom, at which address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.models import Case
from zhilian.cases.rules import MOVES, Stage
from zhilian.core.actor import Actor
from zhilian.core.powers import Power


@dataclass(frozen=True, slots=True)
class Step:
    """``noun`` is the last part of the address, ``move`` a line of the table of moves that says in which stages."""

    noun: str
    move: str
    power: Power
    form: type[forms.StepForm]
    heading: object
    button: object
    done: object
    main: bool = True

    @property
    def calls(self) -> bool:
        """Whether it begins with a call to the firm."""
        return self.noun in ("contact", "rating-by-call")

    @property
    def route(self) -> str:
        """The name of its address."""
        return f"case_{self.noun.replace('-', '_')}"

    def draft_of(self, case: Case) -> str:
        """The name under which the browser keeps what is typed but not yet sent."""
        return f"{case.number}-{self.noun}"

    def asked_of(self, actor: Actor, case: Case, at: datetime) -> bool:
        """Whether this actor can take the step now."""
        if self.noun == "closure" and case.due_at and at < case.due_at:
            return False
        return actor.has(self.power) and Stage(case.stage) in MOVES[self.move].sources


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as it stands on the page: with its form, perhaps filled in, and whether it is unfolded."""

    step: Step
    form: forms.StepForm
    url: str
    open: bool


STEPS: dict[str, Step] = {
    step.noun: step
    for step in (
        Step(
            "acceptance", "accept", permissions.ACCEPT, forms.AcceptForm,
            _("Accept this case"), _("Accept"), _("Accepted."),
        ),
        Step(
            "answer", "answer_at_once", permissions.ANSWER_AT_ONCE, forms.AnswerForm,
            _("Answer on the spot"), _("Send the answer"), _("Answered. The firm is asked whether that helps."), False,
        ),
        Step(
            "refusal", "refuse", permissions.ACCEPT, forms.RefuseForm,
            _("Do not accept"), _("Do not accept"), _("Not accepted. The firm has been told why."), False,
        ),
        Step(
            "dispatch", "dispatch", permissions.DISPATCH, forms.DispatchForm,
            _("Dispatch this case"), _("Dispatch"), _("Dispatched. The unit has been told."),
        ),
        Step(
            "signature", "sign", permissions.SIGN, forms.SignForm,
            _("Sign for this case"), _("Sign for it"), _("Signed for. Next: call the firm."),
        ),
        Step(
            "return", "return", permissions.SIGN, forms.ReturnForm,
            _("Not our matter: return it"), _("Return"), _("Returned. The federation dispatches it anew."), False,
        ),
        Step(
            "contact", "contact", permissions.HANDLE, forms.ContactForm,
            _("Call the firm and note what was said"), _("Note the contact"), _("Noted. Next: the answer."),
        ),
        Step(
            "reply", "reply", permissions.HANDLE, forms.ReplyForm,
            _("Answer this case"), _("Send for review"),
            _("Answered. The federation reviews it before the firm sees it."),
        ),
        Step(
            "review", "review_pass", permissions.REVIEW, forms.ReviewForm,
            _("Review this answer"), _("Pass: send it to the firm"),
            _("Passed. The firm has the answer and is asked whether it helps."),
        ),
        Step(
            "rating-by-call", "rate_close", permissions.RECORD_RATING, forms.RatingByCallForm,
            _("Call the firm and record its word"), _("Record"), _("Recorded."),
        ),
        Step(
            "closure", "close_unrated", permissions.CLOSE_UNRATED, forms.ClosureForm,
            _("Close without the firm's word"), _("Close"), _("Closed."), False,
        ),
    )
}  # fmt: skip


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
    form = shown if chosen and shown else fresh(step, case, actor, at, initial=initial if chosen else None)
    return Asked(step, form, address(step, case), chosen)


def fresh(step: Step, case: Case, actor: Actor, at: datetime, *given: Any, **more: Any) -> forms.StepForm:
    """The step's form; ids carry the noun, because a page may show several."""
    return step.form(*given, case=case, actor=actor, at=at, auto_id=f"{step.noun}_%s", **more)


def address(step: Step, case: Case) -> str:
    """Where the step is sent to, and where a page with it unfolded is found."""
    return reverse(step.route, args=[case.number])
