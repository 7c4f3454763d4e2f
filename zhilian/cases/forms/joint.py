"""Forms of joint handling: units with their tasks, their parts, meetings and minutes."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions
from zhilian.cases.actions.joint import TOPIC_LIMIT, Decided
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.forms.unit_rows import PARTS_AT_ONCE, UnitRows, task
from zhilian.cases.models import Assignment
from zhilian.cases.queries.joint import charged, helpers, open_meeting, owing, own_part
from zhilian.core.errors import NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.files.fields import MultiFileField

DECISIONS_AT_ONCE = 8
DAYS_AT_MOST = 60
MINUTES_LIMIT = 5_000  # characters
USUAL_HOUR = time(9, 30)
GONE = _("This has been settled meanwhile. Please look at the case again.")


# ---- parts


class AssistForm(StepForm):
    """请协办: one unit and its task."""

    long = ("task",)
    unit = forms.ChoiceField(label=_("Which unit"))
    task = WordsField(label=_("What it is to do"), rows=3, max_length=NOTE_LIMIT)
    days = forms.IntegerField(
        label=_("Working days for it"),
        required=False,
        min_value=1,
        max_value=DAYS_AT_MOST,
        help_text=_("Empty: half of the lead's time, at most three. Never later than the lead."),
    )

    def prepare(self) -> None:
        self.units = {one.code: one for one in helpers(self.case)}
        shown = [("", _("Please choose")), *((code, one.short_name) for code, one in self.units.items())]
        self.fields["unit"].choices = shown  # type: ignore[attr-defined]

    def act(self) -> None:
        given = self.cleaned_data
        actions.add_assist(**{**self.who, **given, "unit": self.units[given["unit"]]})


class PartForm(StepForm):
    """反馈协办意见: the unit's own part."""

    long = ("text",)
    text = WordsField(
        label=_("What your unit has done or found"),
        rows=6,
        help_text=_("The lead and the federation read it; the firm reads only the lead's answer."),
    )
    attachments = MultiFileField(label=_("Files for the lead, not shown to the firm"))

    def act(self) -> None:
        part = own_part(self.case, self.actor)
        if part is None:
            raise NotPossible(GONE)
        actions.answer_part(assignment=part, actor=self.actor, at=self.at, **self.cleaned_data)


class OwingForm(StepForm):
    """One of the units that still owe their part."""

    unit = forms.ChoiceField(label=_("Which unit"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.owed = {one.unit.code: one for one in owing(self.case)}
        shown = [(code, one.unit.name) for code, one in self.owed.items()]
        self.fields["unit"].choices = shown  # type: ignore[attr-defined]
        if len(shown) == 1:
            self.initial.setdefault("unit", shown[0][0])

    @property
    def part(self) -> dict[str, Any]:
        """The part chosen, and who acts."""
        found: Assignment = self.owed[self.cleaned_data["unit"]]
        return {"assignment": found, "actor": self.actor, "at": self.at}


class RemindPartForm(OwingForm):
    """催办协办单位."""

    long = ("text",)
    text = WordsField(label=_("Remark"), rows=2, max_length=NOTE_LIMIT, required=False)

    def act(self) -> None:
        actions.remind_part(**self.part, text=self.cleaned_data["text"])


class ExcuseForm(OwingForm):
    """免予协办: which unit, and why."""

    long = ("reason",)
    reason = WordsField(label=_("Why it goes on without this part"), rows=2, max_length=200)

    def act(self) -> None:
        actions.excuse_part(**self.part, reason=self.cleaned_data["reason"])


# ---- meetings


class MeetingForm(StepForm):
    """启动会办: what about, when, where, and who is to do what."""

    body: ClassVar[str] = "cases/joint/_meeting_form.html"
    long = ("topic",)
    topic = LineField(label=_("What the meeting is about"), max_length=TOPIC_LIMIT)
    meets_at = forms.DateTimeField(label=_("When"), widget=forms.DateTimeInput)
    place = LineField(label=_("Where"), max_length=100, required=False)

    def prepare(self) -> None:
        self.units = UnitRows(self, helpers(self.case), PARTS_AT_ONCE, task=task)
        self.head = [self["topic"], self["meets_at"], self["place"]]
        tomorrow = self.at.astimezone(SHANGHAI).date() + timedelta(days=1)
        self.initial.setdefault("meets_at", datetime.combine(tomorrow, USUAL_HOUR, SHANGHAI))

    def clean(self) -> dict[str, Any]:
        """No half-filled rows."""
        self.units.check()
        return self.cleaned_data

    def act(self) -> None:
        told = {name: self.cleaned_data[name] for name in ("topic", "meets_at", "place")}
        actions.call_joint(**self.who, **told, parts=self.units.chosen())


class MinutesForm(StepForm):
    """会办纪要: who was there, what was said, who does what by when."""

    body: ClassVar[str] = "cases/joint/_minutes_form.html"
    long = ("minutes",)
    meets_at = forms.DateTimeField(label=_("Held on"), widget=forms.DateTimeInput)
    place = LineField(label=_("Where"), max_length=100)
    chair = LineField(label=_("In the chair"), max_length=100)
    attendees = WordsField(label=_("Present"), rows=4, max_length=2_000, help_text=_("One to a line, with the unit."))
    absent = WordsField(label=_("Excused"), rows=2, max_length=1_000, required=False, help_text=_("One to a line."))
    minutes = WordsField(label=_("What was discussed"), rows=6, max_length=MINUTES_LIMIT)
    conclude = forms.BooleanField(
        label=_("All is decided: the lead goes on"), required=False, initial=True,
        help_text=_("Not ticked: joint handling continues, and a further meeting can be called."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.meeting = open_meeting(self.case)
        if self.meeting:
            told = {name: getattr(self.meeting, name) for name in ("meets_at", "place")}
            self.initial = {**told, **self.initial}
        self.decisions = UnitRows(self, charged(self.case), DECISIONS_AT_ONCE, text=_decision, due_on=_due_on)
        self.head = [self[name] for name in ("meets_at", "place", "chair", "attendees", "absent", "minutes")]

    def clean(self) -> dict[str, Any]:
        """No half-filled rows, no meeting still to come; at least one decision where that is the end."""
        self.decisions.check()
        if (held := self.cleaned_data.get("meets_at")) and held > self.at:
            self.add_error("meets_at", _("The meeting has not been held yet: its minutes are entered afterwards."))
        if self.cleaned_data.get("conclude") and not self.errors and not self.decisions.chosen():
            self.add_error("unit_1", _("Please enter at least one decision with a date."))
        return self.cleaned_data

    def act(self) -> None:
        if self.meeting is None:
            raise NotPossible(GONE)
        names = ("meets_at", "place", "chair", "attendees", "absent", "minutes")
        told = actions.Minutes(**{name: self.cleaned_data[name] for name in names})
        decided = [Decided(*row) for row in self.decisions.chosen()]
        conclude = self.cleaned_data["conclude"]
        actions.enter_minutes(
            meeting=self.meeting, minutes=told, decisions=decided, conclude=conclude, actor=self.actor, at=self.at
        )
        if not conclude:
            self.done = _("The minutes are in. Joint handling continues.")


def _decision() -> WordsField:
    return WordsField(label=_("What was decided"), rows=2, max_length=NOTE_LIMIT, required=False)


def _due_on() -> forms.DateField:
    return forms.DateField(label=_("To be done by"), required=False, widget=forms.DateInput)


class ConcludeForm(StepForm):
    """会办议定: nothing to fill in."""

    def act(self) -> None:
        actions.conclude_joint(**self.who)


class DecisionDoneForm(forms.Form):
    """议定事项完成: what was done."""

    note = WordsField(label=_("How it was done"), rows=3, max_length=NOTE_LIMIT)
