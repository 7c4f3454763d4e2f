"""How the registry is shown: facts as rows, filters as chips, the trail as a course of events."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhilian.core.models import TrailEntry
from zhilian.core.registry import SENTENCES
from zhilian.members.forms import EnterpriseForm, FilterForm
from zhilian.members.models import Enterprise


def facts_rows(enterprise: Enterprise) -> list[tuple[object, object]]:
    """What is known of a firm, as pairs."""
    return [
        (_("Credit code"), enterprise.credit_code),
        (_("Street"), enterprise.street),
        (_("Address"), enterprise.address),
        (_("Industry"), f"{enterprise.industry} {enterprise.industry_name}".strip()),
        (_("Size"), enterprise.get_size_display() if enterprise.size else ""),
        (_("Member of the federation"), _("yes") if enterprise.is_member else _("no")),
    ]


def chips(form: FilterForm, query: QueryDict) -> list[dict[str, str]]:
    """The filters that hold, each with the address without it."""
    return [
        {"label": _label(form, name, value), "url": _without(query, name)}
        for name, value in form.given().items()
        if name != "q"
    ]


def _label(form: FilterForm, name: str, value: str) -> str:
    choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
    return f"{form.fields[name].label}：{choices.get(value, value)}"


def _without(query: QueryDict, *names: str) -> str:
    left = query.copy()
    for name in (*names, "after"):
        left.pop(name, None)
    return f"?{left.urlencode()}"


def compared(form: EnterpriseForm, initial: dict[str, Any]) -> list[dict[str, Any]]:
    """Where the registry now says something else than what was typed."""
    rows = []
    for bound in form:
        typed, now = bound.value(), initial.get(bound.name)
        if str(typed or "") != str(now or ""):
            rows.append({"label": bound.label, "typed": _shown(bound, typed), "now": _shown(bound, now)})
    return rows


def _shown(bound: Any, value: Any) -> str:
    if isinstance(value, bool) or bound.name == "is_member":
        return _("yes") if value else _("no")
    return str(_flat(getattr(bound.field, "choices", ())).get(value, value or "—"))


def _flat(choices: Iterable[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, label in choices:
        found |= dict(label) if isinstance(label, (list, tuple)) else {key: label}
    return found


def history(entries: Iterable[TrailEntry]) -> Iterator[dict[str, Any]]:
    """The trail of a firm for ``{% timeline %}``: who changed what from what to what."""
    for entry in entries:
        facts = json.loads(entry.facts)
        sentence = SENTENCES.get(entry.verb)
        words = str(sentence.inside) % facts if sentence else entry.verb
        who = " · ".join(part for part in (entry.actor_name, entry.actor_organisation) if part)
        yield {"at": entry.at, "title": words, "who": who, "text": _changes(facts.get("changed", {}))}


def _changes(changed: dict[str, list[Any]]) -> str:
    labels = {name: field.label for name, field in EnterpriseForm.base_fields.items()}
    return "\n".join(
        f"{labels.get(name, name)}：{_in_words(name, before)} → {_in_words(name, after)}"
        for name, (before, after) in changed.items()
    )


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "size" and value in Enterprise.Size.values:
        return str(Enterprise.Size(value).label)
    return (Enterprise(industry=value).industry_name if name == "industry" else str(value or "")) or "—"
