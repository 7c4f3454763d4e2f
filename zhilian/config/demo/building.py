"""Builds the whole demo district in one transaction: it is there complete, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from zhilian.accounts.models import User
from zhilian.cases.actions.ladder import climb
from zhilian.cases.models import Case
from zhilian.cases.rules import Stage
from zhilian.cases.teaching import TASK
from zhilian.config.checks import has_demo_people
from zhilian.config.demo.answers import publish_answers
from zhilian.config.demo.ground import Ground, lay, tell_news
from zhilian.config.demo.heroes import hero_tales
from zhilian.config.demo.people import Firm, district_firms
from zhilian.config.demo.persons import Persons
from zhilian.config.demo.planning import Planner, firm_user
from zhilian.config.demo.playing import Plays
from zhilian.config.demo.registry import enter_firms
from zhilian.config.demo.scenes import CASES as SCENE_CASES
from zhilian.config.demo.scenes import Scenes, scene_tales
from zhilian.config.demo.stations import Diary, Writer
from zhilian.config.demo.tales import Tale, in_order
from zhilian.core.actor import system_actor
from zhilian.core.models import Federation, TrailEntry
from zhilian.core.queries import calendar_of
from zhilian.members.models import Enterprise
from zhilian.notices.models import Notice
from zhilian.triage.actions.learning import train

SEED = 2022
DISTRICT = "LG"
BEFORE = timedelta(days=380)
"""The rows were laid, and the people entered, so long before today."""
UNREAD = timedelta(days=2)
"""Older messages have been read."""
ASKED = {
    "received": Stage.SUBMITTED,
    "returned": Stage.RETURNED,
    "replied": Stage.REPLIED,
    "dispatched": Stage.DISPATCHED,
    "review_rejected": Stage.PROCESSING,
    "rework": Stage.REWORK,
}
"""Messages that ask somebody to act, and the stage in which nobody has yet."""
PARTS = 10
LOOKED_EVERY = timedelta(minutes=30)
TAKEN_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much to build."""

    firms: int
    cases: int


WHOLE = Extent(firms=5200, cases=1500)
SMALL = Extent(firms=240, cases=60)
Say = Callable[[str], None]


def is_empty() -> bool:
    """Whether nobody has begun to use this database."""
    return not Federation.objects.exists() and not User.objects.exists()


def built_for() -> date | None:
    """The day for which the demo in this database was built; None where there is no demo."""
    first = TrailEntry.objects.filter(federation__code=DISTRICT, seq=1).first()
    return timezone.localdate(first.at + BEFORE) if first and has_demo_people() else None


def build(now: datetime, extent: Extent, say: Say = lambda line: None) -> None:
    """Fill an empty database with the district as it stands at ``now`` (aware); ``say`` hears how far it is."""
    with transaction.atomic(), _without_savepoints():
        _build(now, extent, say)


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """All or nothing needs no savepoints within; PostgreSQL would spend half of the time on them."""
    features, usual = connection.features, connection.features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = usual


def _build(now: datetime, extent: Extent, say: Say) -> None:
    began = now - BEFORE
    say("街道、商会、部门、快捷通道、驿站 / streets, chambers, units, channels, stations")
    ground = lay(now.date(), began.date())
    say(f"{extent.firms} 家企业 / {extent.firms} enterprises")
    firms = district_firms(SEED, extent.firms)
    entered = enter_firms(ground, firms, began)
    planner = Planner(Random(SEED), firms, calendar_of(ground.district), now)
    heroes = hero_tales(planner.calendar, now)
    tales = [*heroes, *planner.plan(extent.cases - len(heroes) - SCENE_CASES)]
    today = scene_tales(planner.writers, now)
    people = _enter_people(ground, began, [*firms[:3], *planner.writers], entered)
    writer = Writer(ground, people.actors, planner.calendar, now, Random(SEED))
    diary = writer.diary(planner.by_station, entered, began)
    plays = Plays(ground, people.actors, entered)
    _play([*tales, *today], plays, diary, say)
    diary.until(now)
    Scenes(ground, people, plays.cases, today, now).play()
    publish_answers(ground.district, people, now)
    _settle_notices(now)
    tell_news(ground, now)
    say("从一年的诉求中学习类别 / learning categories from the year's cases")
    train(federation=ground.district, task=TASK, actor=system_actor(ground.district), at=now)


def _enter_people(ground: Ground, began: datetime, writers: list[Firm], entered: dict[str, Enterprise]) -> Persons:
    people = Persons(ground, began)
    people.enter_cast()
    people.enter_bosses((firm_user(firm), firm, entered[firm.credit_code]) for firm in writers)
    return people


def _play(tales: list[Tale], plays: Plays, diary: Diary, say: Say) -> None:
    """Play all steps as the year went by, with what happened beside them, and tell after every tenth."""
    steps = in_order(tales)
    ladder = Ladder(plays.ground.district)
    for done, (number, step) in enumerate(steps, 1):
        ladder.climb_until(step.at)
        diary.until(step.at)
        plays.play(number, tales[number], step)
        if done * PARTS // len(steps) > (done - 1) * PARTS // len(steps):
            percent = 100 * done // len(steps)
            say(f"{len(tales)} 件诉求，走过一年：{percent}% / {len(tales)} cases through a year: {percent} %")


class Ladder:
    """The worker of those days: it took each step of the ladder within minutes of its moment."""

    def __init__(self, federation: Federation) -> None:
        self.federation, self.last = federation, datetime.min.replace(tzinfo=UTC)

    def climb_until(self, at: datetime) -> None:
        """Take the steps reached since the last look, each in its time."""
        if at - self.last < LOOKED_EVERY:
            return
        self.last = at
        waiting = Case.objects.of(self.federation).filter(ladder_at__lt=at - TAKEN_WITHIN).order_by("ladder_at")
        while reached := waiting.values_list("ladder_at", flat=True).first():
            climb(self.federation, reached + TAKEN_WITHIN)


def _settle_notices(now: datetime) -> None:
    """Nothing is mailed from a demo. Old messages have been read, and those on which somebody has acted since."""
    Notice.objects.update(mail=Notice.Mail.NONE)
    Notice.objects.filter(created_at__lt=now - UNREAD).update(read_at=F("created_at"))
    for kind, stage in ASKED.items():
        waiting = [f"/cases/{number}/" for number in Case.objects.filter(stage=stage).values_list("number", flat=True)]
        Notice.objects.filter(kind=f"cases/{kind}").exclude(link__in=waiting).update(read_at=F("created_at"))
