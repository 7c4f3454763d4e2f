"""How likeness is told in words."""

from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhilian.cases.promise import stage_words
from zhilian.cases.queries import alike
from zhilian.cases.rules import WITH_UNIT, Stage
from zhilian.cases.rules.alike import degree
from zhilian.core.numbers import SHANGHAI

DEGREES: Final = {
    "same": gettext_lazy("nearly the same words"),
    "sure": gettext_lazy("much alike"),
    "maybe": gettext_lazy("somewhat alike"),
    "": "",
}


def before_page(before: alike.Before, *, counter: bool) -> dict[str, Any]:
    """What the part of the form shows, in words for the firm or for whoever takes it down."""
    repeated = [_repeated(one, counter) for one in before.repeated]
    return {"repeated": repeated, "helpful": before.helpful, "looked": True, "counter": counter}


def _repeated(one: alike.AlikeCase, counter: bool) -> dict[str, Any]:
    """A case told before, who has it, and whether something can be added to it now."""
    case, facts = one.case, {"day": date_format(one.case.received_at.astimezone(SHANGHAI), pgettext("a day", "N j"))}
    same = degree(one.likeness) == "same"
    told = _("You told us this on %(day)s") if same else _("You told us something like this on %(day)s")
    if counter:
        told = _("The firm told this on %(day)s") if same else _("The firm told something like this on %(day)s")
    at_work = case.unit if case.stage in WITH_UNIT or case.stage == Stage.REPLIED else None
    unit = at_work.short_name if at_work else ""
    adds, stage = case.stage == Stage.SUPPLEMENT and not counter, stage_words(case)
    stage = case.get_stage_display() if counter else stage
    return {"case": case, "told": told % facts, "unit": unit, "stage": stage, "adds": adds}


def merge_reason(one: alike.AlikeCase) -> str:
    """A reason to begin with, for the trail: in the house's language, whatever the dispatcher reads."""
    with translation.override("zh-hans"):
        if one.own:
            return _("The same firm has told the same matter before")
        return _("The same matter as %(number)s") % {"number": one.case.number}
