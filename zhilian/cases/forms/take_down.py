"""代企业登记: one form in the order a conversation at the counter takes."""

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
from zhilian.channels.models import Category
from zhilian.channels.words import category_name
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.roles import Role
from zhilian.files.fields import MultiFileField
from zhilian.kit.text import fold
from zhilian.members.models import Enterprise

UNKNOWN = "none"  # the firm is not in the registry: the name as typed is kept


class TakeDownForm(forms.Form):
    """The firm by name (found in the registry, or just written down), its words, whom to call; perhaps the answer."""

    firm = LineField(
        label=gettext_lazy("Firm"),
        max_length=100,
        help_text=gettext_lazy("Part of its name, its initials in pinyin, or its credit code."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "type": "search"}),
    )
    enterprise = forms.CharField(required=False, max_length=20)
    text = WordsField(
        label=gettext_lazy("What the firm says"),
        help_text=gettext_lazy("In its own words: what happened, since when, what it needs."),
        rows=6,
    )
    contact_name = LineField(label=gettext_lazy("Whom to call"), max_length=60, required=False)
    contact_phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect, required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    photos = MultiFileField(label=gettext_lazy("Papers the firm brought"))
    answer = WordsField(
        label=gettext_lazy("Answer given on the spot"),
        required=False,
        rows=4,
        help_text=gettext_lazy("Only if the question is answered already; then nothing needs to be dispatched."),
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=list(labels.RESULTS.items()), initial="explained", required=False
    )
    anonymous = AnonymousField()
    key = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-keep": True}))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        kinds: Sequence[Term],
        categories: Sequence[Category],
        units: Sequence[Organisation] = (),
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.categories = categories
        super().__init__(data, files, initial={"key": uuid4(), "kind": "help", **(given or {})})
        offered = [("", _("Leave it to the dispatcher")), *((one.code, category_name(one)) for one in categories)]
        self.fields["category"].choices = offered  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["complained_of"] = ComplainedOfField(units)
        self.fields["anonymous"].label = gettext_lazy("The department must not know who the firm is")

    def clean_key(self) -> UUID | None:
        """The form's own key; a mangled one counts as none."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return None

    def told(self, actor: Actor, firms: Sequence[Enterprise]) -> Intake:
        """What was told; contact and street are taken from the registry where nothing else was said."""
        given, firm = self.cleaned_data, self.chosen(firms)
        contact = firm.contacts.all()[:1] if firm and not given["contact_name"] and not given["contact_phone"] else []
        known = next(iter(contact), None)
        at_station = actor.role == Role.STATION_CLERK
        return Intake(
            text=given["text"],
            **told_secretly(given),
            category=next((one for one in self.categories if one.code == self._category()), None),
            enterprise=firm,
            reporter="" if firm else given["firm"],
            contact_name=known.name if known else given["contact_name"],
            contact_phone=known.phone if known else given["contact_phone"],
            station=actor.organisation if at_station else None,
            source="station",
        )

    def _category(self) -> str:
        """What was chosen from the whole list, else among the proposals."""
        return str(self.cleaned_data["category"] or self.data.get("suggested", ""))

    def chosen(self, firms: Sequence[Enterprise]) -> Enterprise | None:
        """The firm ticked among those found; else the one whose name was written out exactly."""
        wanted = self.cleaned_data["enterprise"]
        if wanted == UNKNOWN:
            return None
        ticked = next((one for one in firms if str(one.pk) == wanted), None)
        name = fold(self.cleaned_data["firm"])
        return ticked or next((one for one in firms if one.name_folded == name), None)

    def is_undecided(self, firms: Sequence[Enterprise]) -> bool:
        """Whether several firms may be meant and none was ticked; the form then asks which."""
        open_question = bool(firms) and not self.cleaned_data["enterprise"] and self.chosen(firms) is None
        if open_question:
            self.add_error("firm", _("Please tick which firm it is, or that it is not in the registry."))
        return open_question

    def is_out_of_reach(self, told: Intake) -> bool:
        """Whether nobody could call the firm: neither the form nor the registry has a number, and it waits for one."""
        out_of_reach = not told.contact_phone and not self.cleaned_data["answer"]
        if out_of_reach:
            self.add_error("contact_phone", _("The registry has no number either. Please ask whom the unit can call."))
        return out_of_reach

    def ask_again(self, earlier: Case) -> None:
        """This form was sent before with other words: say so and let it be sent once more, as a new matter."""
        self.data = {**self.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined]
        self.add_error(
            None,
            _(
                "This form has been sent before and is case %(number)s. "
                "If this is a new difficulty, please press the button once more."
            )
            % {"number": earlier.number},
        )
