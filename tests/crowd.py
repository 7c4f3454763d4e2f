"""Sixty more of everything: rows for the tests that ask whether a page gets slower with them."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from tests.district import CLERK_OF, DESK_OF, FIRM_OF, District
from zhilian.cases.models import Assignment, Case, Deadline, HotIssue, HotIssueCase, PublishedAnswer, Rating, Reply
from zhilian.cases.rules import Stage
from zhilian.channels.models import Category, DirectChannel, Station
from zhilian.core.models import CalendarDay, Organisation, Street
from zhilian.core.trail import record
from zhilian.desk.models import NewsItem
from zhilian.files.models import Attachment, ImportProblem, ImportRun
from zhilian.members.facts import EnterpriseFacts, build
from zhilian.members.models import Contact, Enterprise, Representative
from zhilian.notices.models import Notice

MANY = 60


def crowded(district: District) -> None:
    """Fill one district and the case in the middle of its way."""
    organisations(district)
    registry(district)
    matters(district)
    for stage in (Stage.PROCESSING, Stage.REPLIED, Stage.AWAITING_RATING, Stage.DISPATCHED):
        history(district, district.cases[stage])
    papers(district)


def copies(row: models.Model, /, **changes: Any) -> list[Any]:
    """Unsaved twins of a row; a change may be a function of their number."""
    twins = []
    for number in range(MANY):
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        values.pop(row._meta.pk.attname)
        given = {name: value(number) if callable(value) else value for name, value in changes.items()}
        twins.append(type(row)(**{**values, **given}))
    return twins


def organisations(district: District) -> None:
    """Streets, units, stations, categories, channels."""
    federation, cast = district.federation, district.cast
    Street.objects.bulk_create(
        Street(federation=federation, code=f"44039{n:04d}", name=f"新街{n}") for n in range(MANY)
    )
    unit = cast.unit("GXJ")
    Organisation.objects.bulk_create(copies(unit, code=lambda n: f"U{n:03d}", name=lambda n: f"第{n}局"))
    places = Organisation.objects.bulk_create(copies(cast.unit("ST-HG"), code=lambda n: f"ST{n:03d}"))
    station = Station.objects.get(organisation=cast.unit("ST-HG"))
    twins = copies(station)
    for twin, place in zip(twins, places, strict=True):
        twin.organisation = place
    Station.objects.bulk_create(twins)
    category = cast.category("ENER")
    kinds = Category.objects.bulk_create(copies(category, code=lambda n: f"C{n:03d}"))
    rows = DirectChannel.objects.bulk_create(copies(cast.channel(1), no=lambda n: 100 + n))
    for row in rows:
        row.categories.add(category, *kinds[:3])
    CalendarDay.objects.bulk_create(
        CalendarDay(federation=federation, date=timezone.localdate() + timedelta(days=n), is_workday=False, note="台风")
        for n in range(MANY)
    )


def registry(district: District) -> None:
    """Firms; some of them spoken for by the same person, and the firm itself with more contacts."""
    firm = district.cast.firms[FIRM_OF[district.code]]
    speaker = district.cast.users[FIRM_OF[district.code]]
    facts = [EnterpriseFacts(name=f"明亮分厂{n}号", street=firm.street) for n in range(MANY)]
    firms = Enterprise.objects.bulk_create(build(district.federation, fact, timezone.now()) for fact in facts)
    contact = firm.contacts.first()
    assert contact is not None
    Contact.objects.bulk_create(copies(contact, is_primary=False, name=lambda n: f"联系人{n}"))
    Contact.objects.bulk_create(
        Contact(federation=district.federation, enterprise=one, name="厂长", phone="13807550009", is_primary=True)
        for one in firms
    )
    Representative.objects.bulk_create(
        Representative(federation=district.federation, enterprise=one, user=speaker) for one in firms
    )


def matters(district: District) -> None:
    """Cases in every stage, each with the deadline that runs and the unit that has it."""
    for stage, case in district.cases.items():
        numbers = {"number": lambda n, stage=stage: f"LG-2025-{list(Stage).index(stage) * 1000 + n:06d}"}
        rows = Case.objects.bulk_create(copies(case, submission_key=None, **numbers))
        for model in (Deadline, Assignment, Reply, Rating):
            for old in model.objects.filter(case=case):  # type: ignore[attr-defined]
                twins = copies(old)
                for twin, row in zip(twins, rows, strict=True):
                    twin.case = row
                model.objects.bulk_create(twins)  # type: ignore[attr-defined]


def history(district: District, case: Case) -> None:
    """One case with a long history: returned, answered, rejected and rated many times, with many papers."""
    assignment = Assignment.objects.filter(case=case).first()
    assert assignment is not None
    ended = {"returned_at": timezone.now(), "contacted_at": None}
    Assignment.objects.bulk_create(copies(assignment, return_reason="不属本单位", **ended))
    for answer in Reply.objects.filter(case=case)[:1]:
        Reply.objects.bulk_create(copies(answer, passed=lambda n: bool(n % 2), reviewed_at=timezone.now()))
    Deadline.objects.bulk_create(copies(Deadline.objects.filter(case=case).exclude(met_at=None)[0]))
    Rating.objects.bulk_create(
        Rating(federation=district.federation, case=case, round=10 + n, solved="no", score=1, at=timezone.now())
        for n in range(MANY)
    )
    Attachment.objects.bulk_create(copies(district.attachment, subject_id=str(case.pk)))
    actor = district.cast.actor(DESK_OF[district.code])
    with transaction.atomic():
        for _ in range(MANY):
            record("case.review_reject", case, actor=actor, at=timezone.now(), number=case.number, text="请写清楚")


def papers(district: District) -> None:
    """Messages for everybody, imports with bad rows, news."""
    notice = district.notice
    for who in (FIRM_OF, CLERK_OF, DESK_OF):
        Notice.objects.bulk_create(copies(notice, recipient_id=district.cast.users[who[district.code]].pk))
    Notice.objects.bulk_create(copies(notice, recipient_id=district.cast.users["liu"].pk))
    Notice.objects.bulk_create(copies(notice, recipient_id=district.cast.users["lu"].pk))
    ImportRun.objects.bulk_create(copies(district.run))
    problem = ImportProblem.objects.get(run=district.run)
    ImportProblem.objects.bulk_create(copies(problem, row=lambda n: n + 10))
    NewsItem.objects.bulk_create(copies(district.news))
    PublishedAnswer.objects.bulk_create(copies(district.published, case_id=None))
    issues = HotIssue.objects.bulk_create(copies(district.hot))
    free = Case.objects.filter(federation=district.federation, hot=None).exclude(stage=Stage.MERGED)
    rows = zip([district.hot, *issues] * MANY, free, strict=False)
    same = {"federation": district.federation, "joined_at": timezone.now()}
    HotIssueCase.objects.bulk_create(HotIssueCase(issue=issue, case=case, **same) for issue, case in rows)
