"""Forms of the officials' steps: what a step must know, and the one action it leads to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions, labels
from zhilian.cases.forms.choices import told
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.forms.unit_rows import PARTS_AT_ONCE, USUAL_TASK, UnitRows, task
from zhilian.cases.models import Case
from zhilian.cases.queries import answers, handling, handling_units, may_hold, unveiled
from zhilian.cases.queries.notes import fitting_templates
from zhilian.cases.queries.proposals import Option, reading_of
from zhilian.cases.queries.routing import route_of
from zhilian.channels.models import DirectChannel
from zhilian.channels.queries import channels
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.files.fields import MultiFileField

NOTE_LIMIT = 500  # characters


class StepForm(forms.Form):
    """A step of a case. ``act`` does it and may raise Invalid or NotPossible; ``typed`` is what would be lost."""

    long: ClassVar[tuple[str, ...]] = ()
    heading: object = ""  # heading and button, where they are others than the step's own
    button: object = ""
    done: object = ""  # what the page says afterwards, where the step alone does not tell

    def __init__(self, *given: Any, case: Case, actor: Actor, at: datetime, **more: Any) -> None:
        self.case, self.actor, self.at = case, actor, at
        super().__init__(*given, **more)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case."""

    def act(self) -> None:
        """Do it."""
        raise NotImplementedError

    @property
    def who(self) -> dict[str, Any]:
        """The arguments that every action takes; the case whole, whatever its reader may see of it."""
        return {"case": unveiled(self.case), "actor": self.actor, "at": self.at}

    @property
    def typed(self) -> str:
        """The longer texts as typed, to be copied when the step was not possible."""
        return "\n\n".join(text for name in self.long if (text := str(self.data.get(name, "")).strip()))


class DispatchForm(StepForm):
    """派单: one choice says both where the case goes and over which channel."""

    long = ("note",)
    to = forms.ChoiceField(label=_("Hand it to"))
    note = WordsField(
        label=_("Note for the unit"),
        required=False,
        rows=2,
        max_length=NOTE_LIMIT,
        help_text=_("The firm does not see it."),
    )

    body = "cases/joint/_dispatch_form.html"
    assists: UnitRows | None = None
    others: Sequence[Option] = ()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*taken(given, "to"), **more)

    def prepare(self) -> None:
        offered = [one for one in channels(self.case.federation) if may_hold(self.case, one.unit)]
        self.channels = {f"channel:{one.no}": one for one in offered}
        units = [one for one in handling_units(self.case.federation) if may_hold(self.case, one)]
        self.units = {f"unit:{one.code}": one for one in units}
        fitting = self._fitting()
        others = [key for key in self.channels if key not in fitting]
        groups = (
            (_("Channels for this category"), [(key, told(self.channels[key])) for key in fitting]),
            (_("Straight to a unit"), [(key, unit.short_name) for key, unit in self.units.items()]),
            (_("Other channels"), [(key, told(self.channels[key])) for key in others]),
        )
        shown = [(str(name), rows) for name, rows in groups if rows]
        self.fields["to"].choices = [("", _("Please choose")), *shown]  # type: ignore[attr-defined]
        self.route = route_of(self.case, self.at, without={row.unit_id for row in self.returned})
        self.initial.setdefault("to", self._first_choice(fitting))
        if self.route:
            self.fields["to"].help_text = f"{self.route.why} → {self.route.unit.short_name}"
        self._offer_assists()
        self._offer_others()

    def _offer_others(self) -> None:
        """Where the case would go if it were of another category that its words speak for."""
        known = {**self.channels, **self.units}
        read = reading_of(self.case, self.at, without={row.unit_id for row in self.returned})
        ways = {one.to: one for one in reversed(read.options) if one.to in known and one.to != self.initial["to"]}
        self.others = tuple(one for one in read.options if ways.get(one.to) is one)

    def _offer_assists(self) -> None:
        """Rows for units that assist, filled in as the catalogue says."""
        self.assists = UnitRows(self, list(self.units.values()), PARTS_AT_ONCE, task=task)
        for n, unit in enumerate(self.route.assists if self.route else (), 1):
            if unit.code in self.assists.units and n <= PARTS_AT_ONCE:
                self.initial.setdefault(f"unit_{n}", unit.code)
                self.initial.setdefault(f"task_{n}", USUAL_TASK)

    def clean(self) -> dict[str, Any]:
        """No half-filled rows."""
        if self.assists:
            self.assists.check()
        return self.cleaned_data

    def _fitting(self) -> list[str]:
        """Channels that take the category, those of units that returned the case left out."""
        self.returned = [row for row in handling(self.case) if row.returned_at]
        refused = {row.unit_id for row in self.returned}
        return [
            key
            for key, one in self.channels.items()
            if one.unit_id not in refused and any(held.pk == self.case.category_id for held in one.categories.all())
        ]

    def _first_choice(self, fitting: list[str]) -> str:
        """The unit proposed with the last return, else the one of the route; over its channel if it has one."""
        proposed = self.returned[-1].proposed_unit if self.returned else None
        unit = proposed or (self.route.unit if self.route else None)
        if unit is None or not may_hold(self.case, unit):
            return fitting[0] if fitting else ""
        if not proposed and self.route and self.route.channel and may_hold(self.case, self.route.channel.unit):
            return f"channel:{self.route.channel.no}"
        over = [key for key in fitting if self.channels[key].unit_id == unit.pk]
        return over[0] if over else f"unit:{unit.code}"

    def chosen(self) -> tuple[Organisation, DirectChannel | None]:
        """The unit, and the channel if one was chosen."""
        channel = self.channels.get(self.cleaned_data["to"])
        return (channel.unit if channel else self.units[self.cleaned_data["to"]]), channel

    def act(self) -> None:
        unit, channel = self.chosen()
        parts = [row for row in (self.assists.chosen() if self.assists else ()) if row[0] != unit]
        told = {"note": self.cleaned_data["note"], "why": self.why(unit), "assists": parts}
        actions.dispatch(**self.who, unit=unit, channel=channel, **told)

    def why(self, unit: Organisation) -> str:
        """The route's own reason, or that the dispatcher chose otherwise."""
        if self.route is None:
            return ""
        if unit.pk == self.route.unit.pk:
            return self.route.why
        return str(_("Chosen by the dispatcher; the catalogue names %(unit)s")) % {"unit": self.route.unit.short_name}


def taken(given: Sequence[Any], name: str) -> tuple[Any, ...]:
    """What was sent, where a button "take this" stands for choosing it in the field of that name."""
    if not given or not isinstance(given[0], QueryDict) or not given[0].get("take"):
        return tuple(given)
    data = given[0].copy()
    data[name] = str(data["take"])
    return (data, *given[1:])


class SignForm(StepForm):
    """签收: nothing to fill in."""

    def prepare(self) -> None:
        if self.case.veil:
            self.done = _("Signed for. Next: what you need to know, the federation asks the firm.")

    def act(self) -> None:
        actions.sign(**self.who)


class ContactForm(StepForm):
    """先行联系: what was said."""

    long = ("note",)
    note = WordsField(
        label=_("What was said"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("Whom you spoke with, what the firm needs, what you promised. The firm sees this line."),
    )

    def prepare(self) -> None:
        if self.case.veil:
            self.heading, self.button = _("Ask the firm through the federation"), _("Send to the federation")
            self.done = _("Sent to the federation.")
            self.fields["note"].label = _("What the federation is to ask the firm")
            self.fields["note"].help_text = _(
                "An anonymous case: do not look for the firm yourself. Write down what you need to know; "
                "the federation asks the firm and passes its answer on to you. That counts as your first contact."
            )

    def act(self) -> None:
        actions.contact(**self.who, **self.cleaned_data)


class ReplyForm(StepForm):
    """答复: the answer, and what came of it."""

    long = ("text",)
    text = WordsField(
        label=_("Answer to the firm"),
        rows=8,
        help_text=_("What was done, on what rule, what the firm does next and whom it can call."),
    )
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, choices=list(labels.RESULTS.items()))
    attachments = MultiFileField(label=_("Files for the firm"))

    def prepare(self) -> None:
        self.templates = fitting_templates(self.case, self.actor)
        last = None if self.is_bound else answers(self.case, passed_only=False).last()
        if last and last.passed is False:  # sent back by the review: it is mended, not written anew
            self.initial = {"text": last.text, "result": last.result, **self.initial}

    def act(self) -> None:
        actions.reply(**self.who, **self.cleaned_data)


class ReviewForm(StepForm):
    """审核: passed, or back with the reason."""

    long = ("reason",)
    decision = forms.ChoiceField(choices=[("pass", "pass"), ("back", "back")], widget=forms.HiddenInput)
    reason = WordsField(label=_("What the answer lacks"), rows=3, max_length=NOTE_LIMIT)

    def prepare(self) -> None:
        self.fields["reason"].required = self.data.get("decision") != "pass"

    def act(self) -> None:
        if self.cleaned_data["decision"] == "pass":
            actions.review_pass(**self.who)
        else:
            actions.review_reject(**self.who, reason=self.cleaned_data["reason"])
            self.done = _("Back at the unit, with your reason.")
