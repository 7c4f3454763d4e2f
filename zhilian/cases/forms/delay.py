"""Forms of delay: what is missing, more time, a hold, and the decisions on them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhilian.cases import actions
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.queries.delay import open_hold, pending_extension
from zhilian.cases.queries.limits import extension_days
from zhilian.cases.rules import HOLD_AT_MOST
from zhilian.core.numbers import SHANGHAI
from zhilian.files.fields import MultiFileField

ADDITION_LIMIT = 2_000  # characters
HOLD_USUAL = 30  # days proposed until a hold is looked at again
GRANT, DENY = "grant", "deny"


class SupplementForm(forms.Form):
    """企业补充: words or files, either suffices."""

    status = 422  # of the answer to a form with a fault
    text = WordsField(label=_("What you add"), required=False, rows=4, max_length=ADDITION_LIMIT)
    photos = MultiFileField(label=_("Photos or papers"))

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        given: dict[str, Any] = self.cleaned_data
        if not given.get("text") and not given.get("photos") and not self.errors:
            self.add_error("text", _("Please add a sentence, a photo or a file."))
        return given


class AskSupplementForm(StepForm):
    """补充材料: what is missing, as the firm will read it."""

    long = ("text",)
    text = WordsField(
        label=_("What is missing"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("The firm reads this and has ten working days; until then our clock stands still."),
    )

    def act(self) -> None:
        actions.ask_supplement(**self.who, **self.cleaned_data)


class RecordSupplementForm(StepForm):
    """代为补充: what the firm said on the telephone or handed in at the counter."""

    long = ("text",)
    text = WordsField(label=_("What the firm added"), required=False, rows=3, max_length=ADDITION_LIMIT)
    attachments = MultiFileField(label=_("Papers the firm brought"))

    def act(self) -> None:
        actions.supplement(**self.who, **self.cleaned_data)


class AskExtensionForm(StepForm):
    """申请延期: how many working days, and why."""

    long = ("reason",)
    days = forms.IntegerField(label=_("Working days more"), min_value=1)
    reason = WordsField(
        label=_("Why more time is needed"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("If it is granted, the firm reads the reason, too."),
    )

    def prepare(self) -> None:
        most = extension_days(self.case.federation, self.case.grade, self.at)
        self.fields["days"].widget.attrs["max"] = most
        words = ngettext("At most %(n)s working day, once.", "At most %(n)s working days, once.", most)
        self.fields["days"].help_text = words % {"n": most}
        self.initial.setdefault("days", most)

    def act(self) -> None:
        actions.ask_extension(**self.who, **self.cleaned_data)


class DecisionForm(StepForm):
    """Granted or not; a refusal needs words."""

    long = ("note",)
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[(GRANT, _("Grant")), (DENY, _("Do not grant"))]
    )
    note = WordsField(label=_("Reason or remark"), required=False, rows=2, max_length=NOTE_LIMIT)

    def prepare(self) -> None:
        self.fields["decision"].choice_hints = {DENY: str(_("please say why"))}  # type: ignore[attr-defined]

    def decided(self) -> dict[str, Any]:
        """What the actions take."""
        return {"granted": self.cleaned_data["decision"] == GRANT, "note": self.cleaned_data["note"]}


class DecideExtensionForm(DecisionForm):
    """延期审批."""

    def prepare(self) -> None:
        super().prepare()
        asked = pending_extension(self.case)
        if asked:
            words = ngettext("Grant %(n)s working day", "Grant %(n)s working days", asked.days) % {"n": asked.days}
            self.fields["decision"].choices = [(GRANT, words), (DENY, _("Do not grant"))]  # type: ignore[attr-defined]

    def act(self) -> None:
        decided = self.decided()
        actions.decide_extension(**self.who, **decided)
        self.done = _("Granted. The unit and the firm have been told.") if decided["granted"] else _("Not granted.")


def review_field() -> forms.DateField:
    """The day on which a hold is looked at again."""
    return forms.DateField(
        label=_("To be looked at again on"),
        widget=forms.DateInput,
        help_text=_("Within half a year; on that day the federation is reminded."),
    )


class DatedForm(StepForm):
    """Proposes a month, and lets the browser offer the days that are possible."""

    def prepare(self) -> None:
        today = self.at.astimezone(SHANGHAI).date()
        attrs = self.fields["review_on"].widget.attrs
        attrs["min"], attrs["max"] = self._iso(today, 1), self._iso(today, HOLD_AT_MOST)
        self.initial.setdefault("review_on", today + timedelta(days=HOLD_USUAL))

    def _iso(self, day: date, days: int) -> str:
        return (day + timedelta(days=days)).isoformat()


class AskHoldForm(DatedForm):
    """申请挂账: why it cannot be solved now, and when to look again."""

    long = ("reason",)
    reason = WordsField(
        label=_("Why it cannot be solved now"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("If a leader approves, the firm reads this."),
    )
    review_on = review_field()

    def act(self) -> None:
        actions.ask_hold(**self.who, **self.cleaned_data)


class DecideHoldForm(DatedForm, DecisionForm):
    """挂账审批: perhaps with another date."""

    review_on = review_field()
    field_order = ("decision", "review_on", "note")

    def prepare(self) -> None:
        asked = open_hold(self.case)
        if asked:
            self.initial.setdefault("review_on", asked.review_on)
        DatedForm.prepare(self)
        self.fields["decision"].choices = [(GRANT, _("Approve the hold")), (DENY, _("Do not approve"))]  # type: ignore[attr-defined]
        self.fields["decision"].choice_hints = {  # type: ignore[attr-defined]
            GRANT: str(_("the clocks stand still until it is taken up again")),
            DENY: str(_("please say why")),
        }
        self.fields["review_on"].required = self.data.get("decision") != DENY

    def act(self) -> None:
        decided = self.decided()
        actions.decide_hold(**self.who, **decided, review_on=self.cleaned_data["review_on"])
        self.done = _("On hold.") if decided["granted"] else _("Not approved. Its clock goes on.")


class RenewHoldForm(DatedForm):
    """继续挂账: why still, and until when."""

    long = ("note",)
    note = WordsField(
        label=_("Why it still cannot be solved"), rows=3, max_length=NOTE_LIMIT, help_text=_("The firm reads this.")
    )
    review_on = review_field()

    def act(self) -> None:
        actions.renew_hold(**self.who, **self.cleaned_data)


class ResumeForm(StepForm):
    """恢复办理: what has changed."""

    long = ("note",)
    note = WordsField(
        label=_("What has changed"), required=False, rows=2, max_length=NOTE_LIMIT, help_text=_("The firm reads this.")
    )

    def act(self) -> None:
        actions.resume(**self.who, **self.cleaned_data)
