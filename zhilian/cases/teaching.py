"""What the spine teaches: the category of a case, by the cases whose category a person has decided."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhilian.cases.models import Case
from zhilian.cases.rules import Level, Veil, telling
from zhilian.channels.queries import category_list
from zhilian.channels.words import category_name
from zhilian.core.models import Federation
from zhilian.kit.text import title_from
from zhilian.triage.kinds import Teacher
from zhilian.triage.rules.classify import Sample

TASK: Final = "category"
LATELY: Final = timedelta(days=60)
"""What is decided after a day was told at most so long before it; so one index finds it."""
READ: Final = ("title", "text", "source", "confidentiality", "reporter", "contact_name", "contact_phone")


def labels(federation: Federation) -> dict[str, str]:
    """The categories that may be chosen now: code and name in the reader's language."""
    return {one.code: category_name(one) for one in category_list(federation)}


def examples(federation: Federation) -> list[Sample]:
    """The table's own words: name and hint of each category, and its keywords."""
    rows = [(one, keywords) for one in category_list(federation) for keywords in (one.hint, one.keywords)]
    return [Sample(one.code, one.name, words) for one, words in rows if words or one.name]


def decided(federation: Federation, after: datetime | None) -> "QuerySet[Case]":
    """Cases whose category a person has decided, after a moment; never a restricted one, nor one merged away."""
    rows = Case.objects.of(federation).filter(accepted_at__isnull=False, category__active=True, merged_into=None)
    rows = rows.exclude(confidentiality=Level.RESTRICTED)
    return rows.filter(accepted_at__gt=after, received_at__gt=after - LATELY) if after else rows


def samples(federation: Federation, after: datetime | None, most: int) -> Iterator[tuple[datetime, Sample]]:
    """Their texts as the firms told them, in the order in which they were decided, of the newest ``most``."""
    rows = decided(federation, after).select_related("category", "enterprise").order_by("-received_at", "-id")
    newest = rows.only("accepted_at", "category__code", "enterprise__name", *READ)[:most]
    for at, case in sorted(((one.accepted_at, one) for one in newest if one.accepted_at), key=lambda pair: pair[0]):
        yield at, _sample(case)


def count(federation: Federation, after: datetime | None, most: int) -> int:
    """How many of them there are, counted up to ``most``."""
    return decided(federation, after).order_by()[:most].count()


def subject_and_body(case: Case) -> tuple[str, str]:
    """What is read of a case: imported ones have a subject line of their own, others begin with what they are about."""
    return (case.title if case.source == "import" else title_from(case.text)), case.text


def _sample(case: Case) -> Sample:
    """A case as it is learned from; of one told without a name, nothing that names anybody."""
    subject, body = subject_and_body(case)
    if case.confidentiality == Level.ANONYMOUS:
        veil = Veil(telling(_names(case)))
        subject, body = veil.over(subject), veil.over(body)
    return Sample(case.category.code if case.category else "", subject, body)


def _names(case: Case) -> Iterable[str]:
    return (case.firm_name, case.reporter, case.contact_name, case.contact_phone)


TEACHER: Final = Teacher(
    task=TASK,
    label=_("Category of a case"),
    labels=labels,
    examples=examples,
    samples=samples,
    count=count,
    decided="case.accept",
)
