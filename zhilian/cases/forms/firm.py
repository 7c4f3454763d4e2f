"""What a firm fills in: its difficulty, its word on the answer, taking it back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.cases import labels
from zhilian.cases.actions import Intake
from zhilian.cases.forms.confidential import AnonymousField, ComplainedOfField, told_secretly
from zhilian.cases.forms.fields import LineField, PhoneField, WordsField
from zhilian.cases.models import Case
from zhilian.cases.queries.named import Term
from zhilian.cases.rules import CONTENT_FROM
from zhilian.channels.models import Category
from zhilian.channels.words import category_name
from zhilian.core.errors import Refusal
from zhilian.core.models import Organisation
from zhilian.files.fields import MultiFileField
from zhilian.members.models import Enterprise
from zhilian.members.queries import primary_contact

UNSURE = gettext_lazy("Not sure: let the federation decide")
COMMENT_LIMIT = 1_000  # characters


class IntakeForm(forms.Form):
    """诉求: the own words suffice; everything else is known, suggested or optional."""

    status = 422  # of the answer to a form with a fault
    text = WordsField(
        label=gettext_lazy("What is the difficulty?"),
        help_text=gettext_lazy("Say it as you would on the phone. What happened, since when, what do you need?"),
        rows=7,
        attrs={"autofocus": True},
    )
    enterprise = forms.ChoiceField(
        label=gettext_lazy("Which firm is it about?"), widget=forms.RadioSelect, required=True
    )
    contact_name = LineField(
        label=gettext_lazy("Who takes the call"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    photos = MultiFileField(
        label=gettext_lazy("Photos or papers"),
    )
    category = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What do you want?"), widget=forms.RadioSelect, required=False)
    anonymous = AnonymousField()
    key = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-keep": True}))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        firms: Sequence[Enterprise],
        kinds: Sequence[Term],
        categories: Sequence[Category],
        units: Sequence[Organisation] = (),
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.firms, self.categories = firms, categories
        self.contact = primary_contact(firms[0]) if firms else None
        super().__init__(data, files, initial={**self._known(), **(given or {})})
        self._pin_key()
        self._offer_firms()
        self._offer_categories()
        offered = [kind for kind in kinds if kind.offered]
        self.fields["complained_of"] = ComplainedOfField(units)
        field = self._choice("kind", [(kind.code, kind.name) for kind in offered])
        field.choice_hints = {kind.code: kind.hint for kind in offered}  # type: ignore[attr-defined]

    def _known(self) -> dict[str, Any]:
        contact = self.contact
        return {
            "key": uuid4(),
            "kind": "help",
            "contact_name": contact.name if contact else "",
            "contact_phone": contact.phone if contact else "",
        }

    def _choice(self, name: str, choices: Sequence[tuple[str, object]]) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        return field

    def _offer_firms(self) -> None:
        self._choice("enterprise", [(str(firm.pk), firm.name) for firm in self.firms])
        if len(self.firms) < 2:
            del self.fields["enterprise"]

    def _offer_categories(self) -> None:
        self._choice("category", [("", UNSURE), *((one.code, category_name(one)) for one in self.categories)])

    def _pin_key(self) -> None:
        """A draft brings its key along, but never into a form that the server has shown again."""
        if self.is_bound:
            self.fields["key"].widget.attrs.pop("data-keep")

    def clean_key(self) -> UUID | None:
        """The form's own key; a mangled one counts as none."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return None

    def firm(self) -> Enterprise:
        """The firm it is about."""
        chosen = self.cleaned_data.get("enterprise")
        return next((one for one in self.firms if str(one.pk) == chosen), self.firms[0])

    def told(self) -> Intake:
        """What was told, completed by what the registry knows."""
        given, contact = self.cleaned_data, self.contact
        category = given["category"] or self.data.get("suggested", "")
        return Intake(
            text=given["text"],
            **told_secretly(given),
            category=next((one for one in self.categories if one.code == category), None),
            enterprise=self.firm(),
            contact_name=given["contact_name"] or (contact.name if contact else ""),
            contact_phone=given["contact_phone"] or (contact.phone if contact else ""),
        )

    def ask_again(self, earlier: Case) -> None:
        """This form was sent before with other words: say so and let it be sent once more, as a new matter."""
        self.data = {**self.data, "key": str(uuid4())}
        self.add_error(
            None,
            _(
                "This form has been sent before and is case %(number)s. "
                "If this is a new difficulty, please press the button once more."
            )
            % {"number": earlier.number},
        )


class RatingForm(forms.Form):
    """评价: solved? satisfied? and a word, which is needed where it is not solved."""

    solved = forms.ChoiceField(
        label=gettext_lazy("Is it solved?"), widget=forms.RadioSelect, choices=list(labels.SOLVED.items())
    )
    score = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you?"),
        widget=forms.RadioSelect,
        choices=list(labels.SCORES.items()),
        coerce=int,
    )
    comment = WordsField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("If it is not solved: what is still missing?"),
        max_length=COMMENT_LIMIT,
        required=False,
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        """A discontent firm says what is missing, or nobody knows what to do better."""
        given: dict[str, Any] = self.cleaned_data
        discontent = given.get("solved") == "no" or int(given.get("score") or CONTENT_FROM) < CONTENT_FROM
        if discontent and not given.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("Please say in a sentence what is still missing, so that it can be put right."))
        return given


class StillSolvedForm(forms.Form):
    """跟踪回访: one tap, and a word if there is one."""

    status = 422  # of the answer to a form with a fault
    comment = WordsField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("If not: what has come back?"),
        max_length=COMMENT_LIMIT,
        required=False,
        rows=2,
    )
    still = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda code: code == "yes", widget=forms.HiddenInput
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say in the form why it could not be done."""
        self.add_error(None, str(refusal.sentence))
        self.status = refusal.status


class WithdrawalForm(forms.Form):
    """撤回: a reason helps, but is not asked for."""

    reason = WordsField(
        label=gettext_lazy("Why do you take it back?"), max_length=COMMENT_LIMIT, required=False, rows=3
    )
