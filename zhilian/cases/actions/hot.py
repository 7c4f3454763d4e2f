"""Hot issues are grouped at night and joined by what comes in the day; the worker does both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import transaction

from zhilian.cases.models import HotIssue, HotIssueCase, HotIssueDay, HotStamp
from zhilian.cases.queries import hot
from zhilian.cases.queries.hot_reading import Grouping, kind_of
from zhilian.core.actor import system_actor
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.trail import record
from zhilian.triage.actions.counted import keep_frequencies
from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot import Group, Joined, Known, Profile, Text, curve, heat, match, named

COLD: Final = 0.05  # less heat than this is none
_HEATED: Final = ("heat", "state", "parts", "texts", "firms", "first_at", "last_at", "measured_at")


@dataclass(slots=True)
class Settled:
    """What came of it: how many issues there are, and how many of them are new."""

    issues: int = 0
    new: int = 0
    names: list[str] = field(default_factory=list)


# house: allow trail: takes the turn of one worker; what is found leaves its line later
@transaction.atomic
def claim_turn(*, federation: Federation, seen: HotStamp | None, at: datetime) -> bool:
    """Take the turn to read, unless another worker did; a turn that came to nothing is free again after a while."""
    if seen is None:
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        defaults = {"grouped_at": long_ago, "measured_at": at}
        return HotStamp.objects.get_or_create(federation=federation, defaults=defaults)[1]
    return bool(HotStamp.objects.filter(pk=seen.pk, measured_at=seen.measured_at).update(measured_at=at))


@transaction.atomic
def settle(*, federation: Federation, read: Grouping, at: datetime) -> Settled:
    """Write what was grouped: an issue keeps its identity, merged ones point to the oldest, new ones are opened."""
    issues = {one.pk: one for one in hot.alive(federation)}
    before = hot.members_by_issue(issues.values())
    matching = match([Known(key, frozenset(before[key]), one.found_at) for key, one in issues.items()], read.groups)
    done = Settled()
    for key, heir in matching.merged.items():
        _join_issues(issues[int(key)], issues[int(heir)])
    for place, found in enumerate(read.groups):
        heir_key = matching.kept.get(place)
        issue = issues[int(heir_key)] if heir_key is not None else _opened(federation, found, read.table, at, done)
        _write_members(issue, found, read.texts, at)
        _measure(issue, _all_texts(issue, read.texts, at), at, profile=found.profile)
        _rename(issue, found, read.table)
    for key in matching.gone:
        _measure(issues[int(key)], _all_texts(issues[int(key)], read.texts, at), at)
    keep_frequencies(kind=kind_of(federation), table=read.table, at=at)
    HotStamp.objects.update_or_create(federation=federation, defaults={"grouped_at": at, "measured_at": at})
    done.issues = len(read.groups)
    facts = {"issues": done.issues, "new": done.new, "names": done.names[:20]}
    if read.texts:
        record("hot.grouped", federation, actor=system_actor(federation), at=at, **facts)
    return done


# house: allow trail: what the worker adds up between two nights; the night's line says what came of it
@transaction.atomic
def settle_new(
    *, federation: Federation, issues: Mapping[int, HotIssue], read: Joined[int], table: Frequencies, at: datetime
) -> int:
    """Write what joined since; returns how many issues grew or were opened."""
    done = Settled()
    for key in sorted({int(key) for key in read.into.values()}):
        keys = [int(text) for text, home in read.into.items() if home == key]
        rows = [_member(issues[key], one, at, read.likeness.get(one, 0.0)) for one in keys]
        HotIssueCase.objects.bulk_create(rows, ignore_conflicts=True)
        _measure(issues[key], _all_texts(issues[key], {}, at), at, profile=read.profiles[key])
    fresh = [one for one in read.groups if len(one.texts) >= hot.SHOWN_FROM]
    for found in fresh:
        issue = _opened(federation, found, table, at, done)
        _write_members(issue, found, {}, at)
        _measure(issue, found.texts, at, profile=found.profile)
    return len(set(read.into.values())) + len(fresh)


def _opened(federation: Federation, found: Group, table: Frequencies, at: datetime, done: Settled) -> HotIssue:
    said = named(found, table)
    done.new += 1
    done.names.append(said.name)
    return HotIssue.objects.create(
        federation=federation, name=said.name, words=list(said.words), state="new", first_at=found.first_at,
        last_at=found.last_at, found_at=at, measured_at=at,
    )  # fmt: skip


def _rename(issue: HotIssue, found: Group, table: Frequencies) -> None:
    """The words follow the texts; the name does, unless a person gave it."""
    said = named(found, table)
    issue.words = list(said.words)
    if issue.named_by_id is None:
        issue.name = said.name
    issue.save(update_fields=["words", "name"])


def _join_issues(issue: HotIssue, heir: HotIssue) -> None:
    """What was found apart is one: the later one points to the older, which takes its cases."""
    issue.joined = heir
    issue.save(update_fields=["joined"])
    HotIssueCase.objects.filter(issue=issue).update(issue=heir)


def _write_members(issue: HotIssue, found: Group, read: Mapping[int, Text], at: datetime) -> None:
    """The issue's cases are those of the group, and those before the window; what left for another goes along."""
    wanted = {int(text.id) for text in found.texts}
    kept = set(hot.rows_of_members(issue).values_list("case_id", flat=True))
    hot.rows_of_members(issue).filter(case_id__in=(kept & read.keys()) - wanted).delete()
    new = [one for one in wanted if one not in kept]
    HotIssueCase.objects.filter(case_id__in=new, taken_out_at=None).update(issue=issue, likeness=found.closeness)
    known = set(HotIssueCase.objects.filter(case_id__in=new).values_list("case_id", flat=True))
    rows = [_member(issue, one, at, found.closeness) for one in new if one not in known]
    HotIssueCase.objects.bulk_create(rows)


def _member(issue: HotIssue, case: int, at: datetime, likeness: float) -> HotIssueCase:
    return HotIssueCase(federation_id=issue.federation_id, issue=issue, case_id=case, joined_at=at, likeness=likeness)


def _all_texts(issue: HotIssue, read: Mapping[int, Text], at: datetime) -> list[Text]:
    """The texts of all its cases; those not read yet are asked for."""
    keys = set(hot.rows_of_members(issue).values_list("case_id", flat=True))
    missing = keys - read.keys()
    more = hot.texts_of(missing, at) if missing else []
    return [read[key] for key in sorted(keys & read.keys())] + more


def _measure(issue: HotIssue, texts: Sequence[Text], at: datetime, profile: Profile | None = None) -> None:
    """Heat and days, from its texts; an issue without any is cold."""
    measured = heat(texts, at)
    issue.heat, issue.state, issue.parts = round(measured.total, 3), measured.state.value, measured.to_json()
    issue.texts, issue.firms, issue.measured_at = measured.texts, measured.firms, at
    if texts:
        issue.first_at, issue.last_at = min(one.at for one in texts), max(one.at for one in texts)
    if profile is not None:
        issue.profile = profile.to_json()
    issue.save(update_fields=[*_HEATED, "profile"])
    _write_days(issue, texts, at)


def _write_days(issue: HotIssue, texts: Iterable[Text], at: datetime) -> None:
    """The days of the window, written anew where they differ."""
    since = (at - hot.WINDOW).astimezone(SHANGHAI).date()
    points = {one.day: one for one in curve(texts, at.astimezone(SHANGHAI)) if one.day >= since}
    rows = [
        HotIssueDay(federation_id=issue.federation_id, issue=issue, day=day, texts=one.texts, heat=one.heat)
        for day, one in points.items() if one.texts or one.heat >= COLD
    ]  # fmt: skip
    HotIssueDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["issue", "day"], update_fields=["texts", "heat"]
    )
    HotIssueDay.objects.filter(issue=issue, day__gte=since).exclude(day__in=[row.day for row in rows]).delete()
