"""Forms about the firm's word: calls, the end without it, a leader's decision, leaving it out of the rates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions, labels
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.queries import handling_units
from zhilian.cases.queries.word import exclusions
from zhilian.cases.rules import CONTENT_FROM
from zhilian.core.errors import NotPossible
from zhilian.core.models import Organisation
from zhilian.files.fields import MultiFileField

PROOF_LIMIT = 2_000  # characters


class RatingByCallForm(StepForm):
    """电话回访: the firm's word, as it said it on the telephone."""

    long = ("comment",)
    solved = forms.ChoiceField(label=_("Is it solved?"), widget=forms.RadioSelect, choices=list(labels.SOLVED.items()))
    score = forms.TypedChoiceField(
        label=_("How satisfied is the firm?"), coerce=int, widget=forms.RadioSelect, choices=list(labels.SCORES.items())
    )
    comment = WordsField(
        label=_("What the firm said"),
        help_text=_("If it is not solved, or the firm is not satisfied: what is still missing. The unit reads it."),
        rows=3,
        max_length=NOTE_LIMIT,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Discontent needs a word, or nobody knows what to do better."""
        given: dict[str, Any] = self.cleaned_data
        discontent = given.get("solved") == "no" or int(given.get("score") or CONTENT_FROM) < CONTENT_FROM
        if discontent and not given.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("Please write what is still missing, in the firm's words."))
        return given

    def act(self) -> None:
        actions.record_call(**self.who, reached=True, note="", **self.cleaned_data)
        self.done = _DONE.get(self.case.stage, "")


_DONE = {
    "closed": _("Recorded. The case is closed."),
    "rework": _("Recorded. It is back at the unit, with the firm's words."),
    "accepted": _("Recorded. It is to be dispatched to a unit now."),
    "escalated": _("Recorded. After two reworks a leader decides now."),
}


class NotReachedForm(StepForm):
    """未接通: a call that reached nobody."""

    long = ("note",)
    note = WordsField(
        label=_("Which number, when, and what happened"),
        rows=2,
        max_length=NOTE_LIMIT,
        help_text=_("Try again on the next working day, at another hour."),
    )

    def act(self) -> None:
        actions.record_call(**self.who, reached=False, **self.cleaned_data)


class ClosureForm(StepForm):
    """未评价办结: why the case ends without the firm's word."""

    long = ("note",)
    note = WordsField(label=_("Why it ends without the firm's word"), rows=2, max_length=NOTE_LIMIT)

    def act(self) -> None:
        actions.close_unrated(**self.who, **self.cleaned_data)


_UNITS = ("unit_1", "unit_2", "unit_3")
_UNIT: dict[str, Any] = {
    "queryset": Organisation.objects.none(),
    "to_field_name": "code",
    "required": False,
    "empty_label": _("None"),
}


class DecisionForm(StepForm):
    """领导裁定: one of three decisions, and the reasons."""

    long = ("text",)
    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect, choices=list(labels.DECISIONS.items())
    )
    text = WordsField(
        label=_("Reasons"),
        rows=5,
        help_text=_("The firm and the unit read them: what was done, what the rules say, what happens now."),
    )
    unit_1 = forms.ModelChoiceField(label=_("For joint handling: another unit"), **_UNIT)
    unit_2 = forms.ModelChoiceField(label=_("and another"), **_UNIT)
    unit_3 = forms.ModelChoiceField(label=_("and another"), **_UNIT)

    def prepare(self) -> None:
        others = handling_units(self.case.federation).exclude(pk__in=self._left_out())
        for name in _UNITS:
            self.fields[name].queryset = others  # type: ignore[attr-defined]
        self.fields["decision"].choice_hints = {  # type: ignore[attr-defined]
            "decide_close": _("the firm is told why; it counts as disputed"),
            "decide_rework": _("once; the unit has half of the first time again"),
            "decide_joint": _("the unit leads, the units you choose below help"),
        }

    def _left_out(self) -> list[int]:
        return [key for key in (self.case.unit_id, self.case.complained_of_id) if key]

    def act(self) -> None:
        given = self.cleaned_data
        units = {unit.pk: unit for unit in (given.pop(name) for name in _UNITS) if unit}
        actions.decide(**self.who, **given, units=list(units.values()))


class ExclusionForm(StepForm):
    """申请剔除: the ground and the proof."""

    long = ("proof",)
    ground = forms.ChoiceField(
        label=_("Why leave it out"), widget=forms.RadioSelect, choices=list(labels.EXCLUSIONS.items())
    )
    proof = WordsField(
        label=_("What proves it"),
        rows=4,
        max_length=PROOF_LIMIT,
        help_text=_("Who tried what and when, or which rule stands against it. A second person decides on it."),
    )
    attachments = MultiFileField(label=_("Proof as files, not shown to the firm"))

    def act(self) -> None:
        actions.ask_exclusion(**self.who, **self.cleaned_data)


class ExclusionDecisionForm(StepForm):
    """审批剔除: granted, or refused with a reason."""

    long = ("note",)
    granted = forms.TypedChoiceField(
        label=_("Leave the firm's word out of the rates?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it is proved")), ("no", _("No, the word counts"))],
        coerce=lambda code: code == "yes",
        empty_value=None,
    )
    note = WordsField(label=_("Reason"), rows=2, max_length=NOTE_LIMIT, required=False)

    def act(self) -> None:
        pending = exclusions(self.case).filter(granted=None).first()
        if pending is None:
            raise NotPossible(_("Somebody was faster: this request has been decided."))
        actions.decide_exclusion(exclusion=pending, actor=self.actor, at=self.at, **self.cleaned_data)
