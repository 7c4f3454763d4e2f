"""Files that hang on cases can be found by their names and by what they say.

Of anonymous and restricted cases none is: every read of them is noted, and a snippet would be one; and the papers of an
anonymous case may say who told it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhilian.cases.models import Assignment, Case, Exclusion
from zhilian.cases.queries.case import reads_files
from zhilian.cases.rules import WATCHED
from zhilian.core.actor import Actor
from zhilian.core.roles import Role
from zhilian.core.searching import Findable, Shown, Source, by_day, keys_of
from zhilian.files.models import Attachment
from zhilian.files.texts import text_of

CASE, PROOF, PART = "cases.case", "cases.exclusion", "cases.assignment"
THING: Final = Cast(OuterRef("subject_id"), BigIntegerField())


def visible_files(actor: Actor) -> "QuerySet[Attachment]":
    """The files that would open for the actor, as ``ATTACHMENT_OWNERS`` decides one by one; of watched cases none."""
    if not reads_files(actor):
        return Attachment.objects.none()
    cases = Case.objects.visible_to(actor).exclude(confidentiality__in=sorted(WATCHED))
    doors = Q(Exists(cases.filter(pk=THING)), subject_type=CASE)
    if actor.role != Role.ENTERPRISE_USER and not actor.in_unit:
        doors |= Q(Exists(cases.filter(exclusions__pk=THING)), subject_type=PROOF)
    if actor.in_federation or actor.in_unit:
        doors |= Q(Exists(cases.filter(assignments__pk=THING)), subject_type=PART)
    return Attachment.objects.filter(doors)


def _files(keys: Sequence[int]) -> Iterable[Findable]:
    rows = list(Attachment.objects.filter(pk__in=keys))
    cases = _cases_of(rows)
    for row in rows:
        case = cases.get(row.pk)
        if case and case.confidentiality not in WATCHED:
            yield Findable(
                object_id=row.pk,
                federation_id=case.federation_id,
                at=row.uploaded_at,
                title=row.name,
                body=text_of(row),
                names=(row.name.rpartition(".")[0] or row.name,),
            )


def _show_files(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    rows = list(visible_files(actor).filter(pk__in=keys))
    cases = _cases_of(rows)
    for row in rows:
        case = cases[row.pk]
        yield Shown(
            object_id=row.pk,
            title=row.name,
            url=reverse("attachment_preview" if row.previewable else "attachment", args=[row.pk]),
            text=text_of(row),
            facts=(case.number, case.title),
            at=row.uploaded_at,
        )


def _cases_of(rows: Iterable[Attachment]) -> dict[int, Case]:
    """The case each of these files belongs to; one query for each kind of thing they hang on."""
    files = list(rows)
    found: dict[tuple[str, str], Case] = {}
    for kind in {one.subject_type for one in files}:
        things = [int(one.subject_id) for one in files if one.subject_type == kind]
        found |= {(kind, str(thing)): case for thing, case in _cases_behind(kind, things)}
    places = {one.pk: (one.subject_type, one.subject_id) for one in files}
    return {key: found[place] for key, place in places.items() if place in found}


def _cases_behind(kind: str, things: Sequence[int]) -> Iterator[tuple[int, Case]]:
    if kind == CASE:
        yield from Case.objects.filter(pk__in=things).only(*SAID).in_bulk().items()
    elif kind in BEHIND:
        pairs = dict(BEHIND[kind].filter(pk__in=things).values_list("pk", "case_id"))
        cases = Case.objects.filter(pk__in=pairs.values()).only(*SAID).in_bulk()
        yield from ((thing, cases[key]) for thing, key in pairs.items())


def _concerned(subject: str, keys: Sequence[int]) -> Sequence[int]:
    """The files of these cases: a file has no lines of its own, those of its case tell of it."""
    things = {CASE: list(keys)}
    things |= {kind: list(rows.filter(case__in=keys).values_list("pk", flat=True)) for kind, rows in BEHIND.items()}
    named = Q()
    for kind, found in things.items():
        named |= Q(subject_type=kind, subject_id__in=[str(key) for key in found])
    return list(Attachment.objects.filter(named).values_list("pk", flat=True))


SAID: Final = ("number", "title", "confidentiality", "federation_id")
BEHIND: "Final[dict[str, QuerySet[Any]]]" = {PROOF: Exclusion.objects.all(), PART: Assignment.objects.all()}
SOURCES: Final = (
    Source(
        kind="file",
        label=gettext_lazy("Files"),
        subjects=frozenset({CASE}),
        findable=_files,
        ids=keys_of(Attachment.objects.filter(subject_type__in=(CASE, PROOF, PART))),
        visible=visible_files,
        show=_show_files,
        filters=by_day("uploaded_at"),
        concerned=_concerned,
        order=80,
    ),
)
