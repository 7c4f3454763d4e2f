"""How cases are found: by number, words, answers, and by the firm that told them unless it asked to stay unnamed.

The index holds only what the least knowing reader of a case may read: of an anonymous case nothing that names the firm;
no notes, no answers that did not pass. The files of a case are things of their own.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.cases.finding_filters import CASES as FILTERS
from zhilian.cases.models import Assignment, Case, Reply, Standstill
from zhilian.cases.queries.secrecy import veil
from zhilian.cases.rules import WATCHED, Level, Stage, Veil, telling
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, TrailEntry
from zhilian.core.roles import Role
from zhilian.core.searching import Findable, Shown, Source, keys_of
from zhilian.members.models import Enterprise

SAID: Final = (
    *("id", "federation_id", "number", "received_at", "title", "text", "confidentiality", "unit_id", "station_id"),
    *("enterprise_id", "enterprise__name", "reporter", "contact_name", "contact_phone"),
)
MOST_DISTRICTS: Final = 30  # marks of districts in one question; an observer of more is not narrowed
LABEL: Final = Case._meta.label_lower


def findable(ids: Sequence[int]) -> Iterator[Findable]:
    """Cases as the least knowing of their readers may read them."""
    answers, additions, helpers = _answers(ids), _additions(ids), _helpers(ids)
    for row in Case.objects.filter(pk__in=ids).values(*SAID):
        key, told_by = row["id"], row["enterprise__name"] or row["reporter"]
        hidden = row["confidentiality"] == Level.ANONYMOUS
        names = (told_by, row["reporter"], row["contact_name"], row["contact_phone"])
        over = Veil(telling(names)).over if hidden else str
        texts = (row["text"], *additions.get(key, ()), *answers.get(key, ()))
        yield Findable(
            object_id=key,
            federation_id=row["federation_id"],
            at=row["received_at"],
            title=over(row["title"]),
            body="\n".join(over(text) for text in texts),
            names=(told_by,) if told_by and not hidden else (),
            codes=(row["number"],),
            scopes=tuple(_marks(row, helpers.get(key, ()))),
        )


def _marks(row: dict[str, Any], helpers: Sequence[int]) -> Iterator[str]:
    yield f"fed-{row['federation_id']}"
    yield from (f"{name}-{row[f'{column}_id']}" for name, column in _CONCERNED.items() if row[f"{column}_id"])
    yield from (f"unit-{unit}" for unit in helpers if unit != row["unit_id"])


_CONCERNED: Final = {"unit": "unit", "firm": "enterprise", "station": "station"}


def _answers(ids: Sequence[int]) -> dict[int, list[str]]:
    """The answers that passed the review."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Reply.objects.filter(case_id__in=ids, passed=True).order_by("at", "id")
    for key, text in rows.values_list("case_id", "text"):
        found[key].append(text)
    return found


def _additions(ids: Sequence[int]) -> dict[int, list[str]]:
    """What the firms added when they were asked for more, while the clock stood still; it stands in the trail alone."""
    found: dict[int, list[str]] = defaultdict(list)
    waited = Standstill.objects.filter(case_id__in=ids, stage=Stage.SUPPLEMENT).values_list("case_id", flat=True)
    if not (keys := {str(key) for key in waited}):
        return found
    rows = TrailEntry.objects.filter(subject_type=LABEL, subject_id__in=keys)
    for key, facts in rows.filter(verb="case.supplement").order_by("seq").values_list("subject_id", "facts"):
        found[int(key)].append(str(json.loads(facts).get("text", "")))
    return found


def _helpers(ids: Sequence[int]) -> dict[int, list[int]]:
    """The units that assist."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, unit in Assignment.objects.assisting().filter(case_id__in=ids).values_list("case_id", "unit_id"):
        found[key].append(unit)
    return found


def visible(actor: Actor) -> "QuerySet[Case]":
    """The door to cases."""
    return Case.objects.visible_to(actor)


def scopes(actor: Actor) -> list[str] | None:
    """Of which firm, unit, station or federation a case must be for the actor to find it."""
    if actor.role == Role.CITY_OBSERVER:
        below = Federation.objects.filter(path__startswith=actor.federation.path).values_list("pk", flat=True)
        districts = list(below[: MOST_DISTRICTS + 1])
        return [f"fed-{key}" for key in districts] if len(districts) <= MOST_DISTRICTS else None
    if actor.role == Role.ENTERPRISE_USER:
        firms = Enterprise.objects.filter(federation_id=actor.federation_id, representatives__user_id=actor.person_id)
        return [f"firm-{key}" for key in firms.values_list("pk", flat=True)]
    if actor.role == Role.STATION_CLERK:
        return [f"station-{actor.organisation_id}"]
    if actor.in_unit:
        return [f"unit-{actor.organisation_id}"]
    return [f"fed-{actor.federation_id}"] if actor.in_federation or actor.is_system else []


def show(actor: Actor, ids: Sequence[int], at: datetime) -> Iterator[Shown]:
    """Cases as this reader may see them, veils applied: the firm's words, then the answers that passed.

    Of anonymous and restricted cases the title alone, as in lists: every read of their words is noted.
    """
    rows = visible(actor).filter(pk__in=ids).select_related("enterprise", "street", "station", "unit")
    answers, additions = _answers(ids), _additions(ids)
    for row in rows:
        case = veil(row, actor)
        texts = (case.text, *additions.get(case.pk, ()), *answers.get(case.pk, ()))
        yield Shown(
            object_id=case.pk,
            title=case.title,
            url=reverse("case", args=[case.number]),
            text="" if case.confidentiality in WATCHED else "\n".join(texts),
            facts=tuple(fact for fact in (case.number, case.get_stage_display(), case.firm_name) if fact),
            at=case.received_at,
        )


def concerned(subject: str, keys: Sequence[int]) -> list[int]:
    """The cases a line of the trail is about: of a firm, all it told, for its name may have changed."""
    if subject == LABEL:
        return list(keys)
    return list(Case.objects.filter(enterprise_id__in=keys).values_list("pk", flat=True))


CASES: Final = Source(
    kind="case",
    label=_("Cases"),
    subjects=frozenset({LABEL, "members.enterprise"}),
    findable=findable,
    ids=keys_of(Case.objects.all()),
    visible=visible,
    show=show,
    scopes=scopes,
    filters=FILTERS,
    concerned=concerned,
    order=10,
)
