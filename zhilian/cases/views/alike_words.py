"""How likeness is told in words."""

from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.cases.models import Case
from zhilian.cases.promise import stage_words
from zhilian.cases.queries import alike
from zhilian.cases.rules import Stage

DEGREES: Final = {
    "same": gettext_lazy("nearly the same words"),
    "sure": gettext_lazy("much alike"),
    "maybe": gettext_lazy("somewhat alike"),
    "": "",
}


def before_page(before: alike.Before) -> dict[str, Any]:
    """What the part of the form shows."""
    return {"repeated": [_repeated(one.case) for one in before.repeated], "helpful": before.helpful, "looked": True}


def _repeated(case: Case) -> dict[str, Any]:
    """A case told before, who has it, and whether something can be added to it now."""
    unit = case.unit.short_name if case.unit else ""
    return {"case": case, "unit": unit, "stage": stage_words(case), "adds": case.stage == Stage.SUPPLEMENT}


def merge_reason(one: alike.AlikeCase) -> str:
    """A reason to begin with, for the trail: in the house's language, whatever the dispatcher reads."""
    with translation.override("zh-hans"):
        if one.own:
            return _("The same firm has told the same matter before")
        return _("The same matter as %(number)s") % {"number": one.case.number}
