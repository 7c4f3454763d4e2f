"""The form for work on many cases at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.cases import actions
from zhilian.cases.actions.listwork import Done, Way
from zhilian.cases.forms.desk import NOTE_LIMIT
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.models import Case
from zhilian.cases.queries import handling_units, veil
from zhilian.cases.queries.routing import Route, route_of
from zhilian.core.actor import Actor


class BulkForm(forms.Form):
    """批量派单、批量催办: what is to be done with the cases ticked."""

    what = forms.ChoiceField(choices=[("dispatch", "dispatch"), ("remind", "remind")], widget=forms.HiddenInput)
    to = forms.ChoiceField(label=gettext_lazy("Hand them to"), required=False)
    text = WordsField(label=gettext_lazy("What the units read"), required=False, rows=2, max_length=NOTE_LIMIT)

    def __init__(self, *given: Any, cases: Sequence[Case], actor: Actor, at: datetime) -> None:
        super().__init__(*given)
        self.cases, self.actor, self.at = cases, actor, at
        self.dispatching = self.data.get("what") == "dispatch"
        self.units = {one.code: one for one in handling_units(actor.federation)}
        usual = ("", _("Each as the dispatch catalogue says"))
        self.fields["to"].choices = [usual, *((code, one.short_name) for code, one in self.units.items())]  # type: ignore[attr-defined]
        del self.fields["text" if self.dispatching else "to"]

    def rows(self) -> list[tuple[Case, Route | None]]:
        """Each case with the route the catalogue gives it."""
        return [(veil(case, self.actor), route_of(case, self.at) if self.dispatching else None) for case in self.cases]

    def act(self) -> Done:
        """Do it, case by case."""
        if self.dispatching:
            return actions.dispatch_many(cases=self.cases, ways=self._ways(), actor=self.actor, at=self.at)
        found = actions.remind_many(cases=self.cases, text=self.cleaned_data["text"], actor=self.actor, at=self.at)
        return Done([one.number for one in found.done], [(one.number, why) for one, why in found.failed])

    def _ways(self) -> dict[int, Way]:
        unit = self.units.get(self.cleaned_data["to"])
        if unit:
            why = _("Chosen by the dispatcher for several cases at once")
            return {case.pk: Way(unit, None, why) for case in self.cases}
        routes = {case.pk: route_of(case, self.at) for case in self.cases}
        return {key: Way(one.unit, one.channel, one.why) for key, one in routes.items() if one}
