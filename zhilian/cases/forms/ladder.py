"""Forms of the ladder: reminders, supervision orders and their answers, the steps themselves."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions, labels
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.queries.orders import order_owed
from zhilian.cases.rules import Act, Rung
from zhilian.core.errors import NotPossible
from zhilian.core.numbers import SHANGHAI

SHARE, DAYS = "share", "days"


class RemindForm(StepForm):
    """催办: a sentence for the unit."""

    long = ("text",)
    text = WordsField(
        label=_("What the unit reads"),
        required=False,
        rows=2,
        max_length=NOTE_LIMIT,
        help_text=_("The firm sees that the unit was asked to hurry, and this sentence."),
    )

    def act(self) -> None:
        actions.remind(**self.who, **self.cleaned_data)


class OrderForm(StepForm):
    """下发督办单: why."""

    long = ("reason",)
    reason = WordsField(
        label=_("Why the order is issued"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("The head of the unit answers it in writing within two working days. The firm does not see it."),
    )

    def act(self) -> None:
        actions.issue_order(**self.who, **self.cleaned_data)


class AnswerOrderForm(StepForm):
    """答复督办单: why it took so long, and until when it will be done."""

    long = ("text",)
    text = WordsField(
        label=_("Answer to the order"),
        rows=4,
        max_length=2_000,
        help_text=_("Why it has not been answered, what has been done, and by when the firm has its answer."),
    )

    def prepare(self) -> None:
        self.order = order_owed(self.case, self.actor)

    def act(self) -> None:
        if self.order is None:
            raise NotPossible(_("This order has been answered or lifted meanwhile."))
        self.order.case = self.case
        actions.answer_order(order=self.order, text=self.cleaned_data["text"], actor=self.actor, at=self.at)


class RungForm(forms.Form):
    """督办阶梯的一步: what happens, when, and from which day on."""

    act = forms.ChoiceField(label=_("What happens"), choices=list(labels.ACTS.items()))
    measure = forms.ChoiceField(
        label=_("It is reached"),
        widget=forms.RadioSelect,
        choices=[(SHARE, _("at a share of the time, in percent")), (DAYS, _("working days after the time is over"))],
    )
    amount = forms.IntegerField(
        label=_("How many percent, or days"),
        min_value=1,
        max_value=250,
        help_text=_("100 percent is the moment at which the time is over."),
    )
    valid_from = forms.DateField(label=_("From this day on"), widget=forms.DateInput)
    ends = forms.BooleanField(label=_("Take this step off the ladder from that day on"), required=False)

    def __init__(self, *given: Any, rung: Rung | None = None, at: datetime, **more: Any) -> None:
        self.rung, today = rung, at.astimezone(SHANGHAI).date()
        more["initial"] = {"valid_from": today, "measure": DAYS, **_shown(rung), **more.get("initial", {})}
        super().__init__(*given, **more)
        if rung is None:
            del self.fields["ends"]
        for name in ("act", "measure", "amount") if self.data.get("ends") else ():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A share is at most a hundred percent."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("measure") == SHARE and (given.get("amount") or 0) > 100:
            self.add_error("amount", _("At most 100 percent."))
        return given

    @property
    def ending(self) -> bool:
        """Whether the step is to be taken off."""
        return bool(self.cleaned_data.get("ends"))

    @property
    def day(self) -> date:
        """From when on it holds."""
        day: date = self.cleaned_data["valid_from"]
        return day

    def wanted(self, code: str) -> Rung:
        """The step as it was filled in."""
        given = self.cleaned_data
        amount, share = given["amount"], given["measure"] == SHARE
        return Rung(code, Act(given["act"]), amount if share else None, None if share else amount)

    def complain(self, fields: tuple[str, ...] | list[str], sentence: object) -> None:
        """Put a refusal where it belongs."""
        name = next((SHARES.get(one, one) for one in fields if SHARES.get(one, one) in self.fields), None)
        self.add_error(name, str(sentence))


SHARES = {"share": "amount"}


def _shown(rung: Rung | None) -> dict[str, Any]:
    if rung is None:
        return {}
    share = rung.share is not None
    return {"act": rung.act, "measure": SHARE if share else DAYS, "amount": rung.share if share else rung.days}
