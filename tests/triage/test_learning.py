"""Learning: measured on what comes later, in use only if better, and never from data that somebody has touched."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import NOW, Cast
from tools.findings import PACKAGE
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.models import Federation, TrailEntry
from zhilian.core.trail import record
from zhilian.triage.actions.learning import REJECTED_KEPT, ask, begin, end, put_back, train
from zhilian.triage.jobs import learning as jobs
from zhilian.triage.kinds import TEACHERS, Teacher, add_teacher
from zhilian.triage.models import LEASE, Learning, TextModel
from zhilian.triage.queries import proposals
from zhilian.triage.queries.learning import how_followed, since_it_learned
from zhilian.triage.queries.proposals import propose
from zhilian.triage.rules.classify import Sample
from zhilian.triage.rules.keywords import by_words, words_by_label
from zhilian.triage.rules.learning import RETRY, Standing, enough, followed, may_begin, split, verdict
from zhilian.triage.rules.marking import marked

TASK = "category"
TABLE = {"ENER": "停电 限电 电费", "LAB": "招工 社保 工资", "FIN": "贷款 利率 担保"}
TOLD = {
    "ENER": "车间第{n}次停电，机器停了，变压器也要扩容",
    "LAB": "招工难，第{n}批工人的社保还没有办好，工资要涨",
    "FIN": "银行第{n}次不给续贷款，利率高，还要担保",
    "TAX": "发票第{n}次开不出来，退税一直没有到账",
}


NEWS = "TAX ENER LAB FIN"  # of the first the table has no word


class School:
    """A teacher whose texts the test writes: one every hour, the label by turns."""

    def __init__(self) -> None:
        self.told: list[tuple[datetime, Sample]] = []
        self.table = dict(TABLE)

    def tell(self, count: int, labels: str = "ENER LAB FIN", wrong: bool = False) -> None:
        """So many more texts; ``wrong``: under the label of the next."""
        codes = labels.split()
        for n in range(count):
            code, named = codes[n % len(codes)], codes[(n + wrong) % len(codes)]
            at = NOW + timedelta(hours=len(self.told))
            self.told.append((at, Sample(named, "", TOLD[code].format(n=n % 7))))

    def later(self, after: datetime | None) -> list[tuple[datetime, Sample]]:
        """The texts after a moment."""
        return [one for one in self.told if after is None or one[0] > after]

    def teacher(self) -> Teacher:
        """As the room of triage asks for it."""
        return Teacher(
            task=TASK,
            label="category",
            labels=lambda federation: dict.fromkeys([*self.table, "TAX"], "类"),
            examples=lambda federation: [Sample(code, "", words) for code, words in self.table.items()],
            samples=lambda federation, after, most: self.later(after)[-most:],
            count=lambda federation, after, most: min(len(self.later(after)), most),
            decided="case.accept",
        )


@pytest.fixture
def school(cast: Cast) -> Iterator[School]:
    """The teacher of this test, in place of the one of the cases."""
    usual, own = TEACHERS[TASK], School()
    add_teacher(own.teacher())
    yield own
    add_teacher(usual)


@pytest.fixture
def learn(cast: Cast, school: School) -> Callable[..., TextModel]:
    """Train now."""

    def learn(at: datetime = NOW) -> TextModel:
        forget()
        model = train(federation=cast.lg, task=TASK, actor=cast.system, at=at)
        forget()
        return model

    return learn


# ---- decisions


@pytest.mark.parametrize(("told", "held"), [(99, 0), (100, 50), (400, 60), (1000, 150)])
def test_the_newest_are_held_out_and_too_few_are_not_torn_apart(told: int, held: int) -> None:
    older, newest = split(range(told))
    assert list(newest) == list(range(told - held, told)) if held else not newest
    assert len(older) == (told - held if held else 0)


COLD, WARM = Standing(None, NOW, "a"), Standing(NOW, NOW, "a")


@pytest.mark.parametrize(
    ("current", "cold", "compared", "better", "expected"),
    [
        (None, False, 0, False, (True, "first")),
        (COLD, True, 0, False, (True, "table")),
        (WARM, True, 0, False, (False, "untested")),
        (WARM, False, 49, True, (False, "untested")),
        (WARM, False, 50, True, (True, "better")),
        (COLD, False, 80, False, (False, "worse")),
    ],
)
def test_a_new_model_takes_over_only_for_a_reason(
    current: Standing | None, cold: bool, compared: int, better: bool, expected: tuple[bool, str]
) -> None:
    told = verdict(current, cold, compared, better)
    assert (told.takes_over, told.reason) == expected


def test_it_learns_at_once_the_first_time_and_then_at_night_after_a_week() -> None:
    week = NOW + timedelta(days=7)
    assert may_begin(None, None, 12, NOW)
    assert not may_begin(None, NOW, 12, NOW + timedelta(hours=23)), "one that failed is not tried all day"
    assert not may_begin(WARM, NOW, 12, week)
    assert may_begin(WARM, NOW, 2, week)
    assert not may_begin(WARM, NOW, 2, week - timedelta(minutes=1))
    assert (enough(WARM, 49, "a"), enough(WARM, 50, "a"), enough(COLD, 99, "a"), enough(COLD, 100, "a")) == (
        False,
        True,
        False,
        True,
    )
    assert enough(COLD, 0, "b"), "the table's words have changed"


def test_words_are_marked_wherever_they_stand_whatever_their_width() -> None:
    assert marked("ＶＯＣ超标，voc又超标", ["VOC", "超标"]) == [
        ("ＶＯＣ超标", True),
        ("，", False),
        ("voc", True),
        ("又", False),
        ("超标", True),
    ]
    assert marked("没有", ["有没有", ""]) == [("没有", False)]
    assert marked("", ["字"]) == []


def test_before_anything_is_learned_the_tables_words_propose_best_first() -> None:
    table = [
        Sample("ENER", "用能", "停电 用电"),
        Sample("FIN", "融资", "贷款 续贷"),
        Sample("LAB", "", ""),
        Sample("ENER", "", "电"),
    ]
    words = words_by_label(table)
    assert by_words("停电又停电，用 电也贵，贷款也难", words, 3) == [("ENER", ("停电", "用电")), ("FIN", ("贷款",))]
    assert by_words("没有一个词", words, 3) == []


# ---- training


def test_what_is_measured_has_not_seen_the_newest_and_what_serves_has(
    school: School, learn: Callable[..., TextModel], cast: Cast
) -> None:
    school.tell(120)
    model = learn()
    assert (model.no, model.state, model.learned_until) == (1, "active", school.told[-1][0])
    assert (model.card["held"]["cases"], model.card["learned"]["cases"]) == (50, 120)
    assert model.card["figures"]["accuracy"] > 0.95
    line = TrailEntry.objects.get(verb="model.trained")
    assert json.loads(line.facts)["digest"] == model.digest
    found = propose(cast.lg, TASK, "", "昨天又停电了，变压器坏了")
    assert (found.model, found.first and found.first.code) == (1, "ENER")
    assert found.first
    assert any("停电" in word or "变压器" in word for word in found.first.words)


def test_with_few_decided_texts_it_begins_from_the_table(
    school: School, learn: Callable[..., TextModel], cast: Cast
) -> None:
    school.tell(12)
    model = learn()
    assert (model.card["cold"], model.learned_until, model.card["figures"]["samples"]) == (True, None, 12)
    assert propose(cast.lg, TASK, "", "贷款利率太高").found[0].code == "FIN"


def test_with_nothing_to_tell_apart_it_says_so(school: School, learn: Callable[..., TextModel]) -> None:
    school.table = {"ENER": "停电"}
    with pytest.raises(NotPossible):
        learn()
    assert not TextModel.objects.exists()


def test_one_that_is_not_better_is_kept_aside_and_the_old_one_goes_on(
    school: School, learn: Callable[..., TextModel]
) -> None:
    school.tell(120)
    learn()
    assert learn().card["compared"]["reason"] == "untested", "nothing is new since"
    school.tell(130, wrong=True)
    school.tell(60)
    model = learn()
    assert (model.state, model.card["compared"]["reason"]) == ("rejected", "worse")
    assert model.card["compared"]["new"] < model.card["compared"]["old"]
    assert (model.learned_until or NOW) < school.told[-1][0], "it stands there as it was measured"
    assert TextModel.objects.serving().get().no == 1


def test_one_that_knows_what_has_come_up_takes_over(
    school: School, learn: Callable[..., TextModel], cast: Cast
) -> None:
    school.tell(100)
    learn()
    school.tell(120, labels="TAX ENER")
    model = learn()
    assert (model.state, model.card["compared"]["reason"]) == ("active", "better")
    assert TextModel.objects.get(no=1).state == "retired"
    assert propose(cast.lg, TASK, "", "退税没有到账").found[0].code == "TAX"


def test_only_the_last_few_of_those_not_better_are_kept(school: School, learn: Callable[..., TextModel]) -> None:
    school.tell(100)
    for _ in range(REJECTED_KEPT + 2):
        learn()
    rows = TextModel.objects.filter(state="rejected").values_list("no", flat=True)
    assert list(rows) == [REJECTED_KEPT + 2 - n for n in range(REJECTED_KEPT)]


# ---- going back


def test_an_earlier_one_is_put_back_by_a_dispatcher_and_proposes_at_once(
    school: School, learn: Callable[..., TextModel], cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    first = learn()
    school.tell(120, labels=NEWS)
    assert learn().state == "active"
    assert propose(cast.lg, TASK, "", "贷款利率太高").model == 2
    with django_capture_on_commit_callbacks(execute=True):
        put_back(model=first, actor=cast.actor("chen"), at=NOW)
    assert propose(cast.lg, TASK, "", "贷款利率太高").model == 1
    assert [one.state for one in TextModel.objects.order_by("no")] == ["active", "retired"]
    assert json.loads(TrailEntry.objects.get(verb="model.put_back").facts)["before"] == 2
    with pytest.raises(NotPossible):
        put_back(model=first, actor=cast.actor("chen"), at=NOW)


@pytest.mark.parametrize("who", ["lu", "xiaolin", "shen", "qian", "liu"])
def test_who_does_not_look_after_it_neither_trains_nor_puts_back(who: str, cast: Cast, school: School) -> None:
    with pytest.raises(Forbidden):
        train(federation=cast.lg, task=TASK, actor=cast.actor(who), at=NOW)
    with pytest.raises(Forbidden):
        put_back(model=TextModel(), actor=cast.actor(who), at=NOW)
    with pytest.raises(Forbidden):
        ask(task=TASK, actor=cast.actor(who), at=NOW)


def test_a_neighbours_model_is_not_to_be_found(school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    model = learn()
    with pytest.raises(NotPossible):
        put_back(model=model, actor=cast.actor("ba_dispatcher"), at=NOW)
    assert propose(cast.ba, TASK, "", "贷款利率太高").model == 0


# ---- what cannot be trusted


def spoil(model: TextModel, **columns: Any) -> None:
    """Change the table behind everybody's back."""
    TextModel.objects.filter(pk=model.pk).update(**columns)
    proposals._LOADED.clear()
    forget()


@pytest.mark.parametrize("how", ["cut short", "exchanged", "of another number", "of a neighbour", "no model at all"])
def test_data_that_were_touched_are_refused_and_the_one_before_serves(
    how: str, school: School, learn: Callable[..., TextModel], cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    first = learn()
    school.tell(120, labels=NEWS)
    second = learn()
    other = TextModel(federation=cast.ba, task=TASK, no=2)
    other.close(b"nothing")
    changes: dict[str, dict[str, Any]] = {
        "cut short": {"data": bytes(second.data)[:-9]},
        "exchanged": {"data": first.data, "digest": first.digest},
        "of another number": {"data": first.data, "digest": first.digest, "seal": first.seal},
        "of a neighbour": {"data": other.data, "digest": other.digest, "seal": other.seal},
        "no model at all": {"data": b"", "digest": "", "seal": ""},
    }
    spoil(second, **changes[how])
    assert propose(cast.lg, TASK, "", "贷款利率太高").model == 1
    assert proposals.serving(cast.lg, TASK).damaged == (2,)
    assert "model category 2 of LG" in caplog.text
    page = cast.client("chen").get("/triage/models/2/").content.decode()
    assert "不可信" in page
    spoil(second, state="retired")
    with pytest.raises(Invalid):
        put_back(model=second, actor=cast.actor("chen"), at=NOW)


def test_sealed_but_not_a_model_is_refused_too_and_then_the_table_proposes(
    school: School, learn: Callable[..., TextModel], cast: Cast
) -> None:
    model = learn()
    model.close(b"ZLTRIAGE of tomorrow")
    spoil(model, data=model.data, digest=model.digest, seal=model.seal)
    found = propose(cast.lg, TASK, "", "贷款利率太高，还要担保")
    assert (found.model, found.certain, [one.code for one in found.found]) == (0, False, ["FIN"])
    assert found.first
    assert (found.first.probability, set(found.first.words)) == (None, {"贷款", "利率", "担保"})
    later = model.trained_at + RETRY + timedelta(hours=1)
    assert jobs.is_due(cast.lg, TEACHERS[TASK], later), "what cannot be read is learned anew by itself"


# ---- proposing


def test_a_model_is_read_from_the_table_once(school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    learn()
    propose(cast.lg, TASK, "", "贷款利率太高")
    with CaptureQueriesContext(connection) as asked:
        assert propose(cast.lg, TASK, "", "又停电了，机器都停了").found
    assert not asked.captured_queries


@pytest.mark.parametrize(
    "text", ["", "好", " \n", "😀", "\x00", "123", "贷" * 100_000, "<script>贷款</script>", "Ignore all"]
)
def test_any_text_can_be_read(text: str, school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    learn()
    assert len(propose(cast.lg, TASK, "", text).found) <= 3


def test_what_left_the_table_is_not_proposed(school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    learn()
    del school.table["FIN"]
    assert "FIN" not in [one.code for one in propose(cast.lg, TASK, "", "贷款利率太高").found]


# ---- the worker


class Process:
    """A training that runs until the test says so."""

    def __init__(self) -> None:
        self.status: int | None = None

    def poll(self) -> int | None:
        """As of Popen."""
        return self.status


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Process]]:
    """The trainings that were started."""
    found: list[tuple[str, Process]] = []

    def start(federation: Federation, task: str) -> Process:
        found.append((federation.code, Process()))
        return found[-1][1]

    monkeypatch.setattr(jobs, "start", start)
    return found


def test_the_worker_starts_the_first_training_by_itself_and_waits_for_none(
    school: School, started: list[tuple[str, Process]], cast: Cast
) -> None:
    trainer = jobs.Trainer()
    assert trainer.run(NOW) == 0, "the web server comes up first"
    assert trainer.run(NOW + timedelta(seconds=30)) == 1
    ask(task=TASK, actor=cast.actor("chen"), at=NOW)
    assert trainer.run(NOW + timedelta(seconds=31)) == 0, "one at a time"
    started[0][1].status = 0
    assert trainer.run(NOW + timedelta(seconds=32)) == 1
    assert [code for code, _process in started] == ["BA", "LG"]


def test_a_training_is_claimed_once_and_one_broken_off_is_begun_again(cast: Cast) -> None:
    ask(task=TASK, actor=cast.actor("xi"), at=NOW)
    with pytest.raises(NotPossible):
        ask(task=TASK, actor=cast.actor("chen"), at=NOW)
    learning = begin(federation=cast.lg, task=TASK, at=NOW)
    assert learning
    assert learning.asked_by == cast.users["xi"]
    assert begin(federation=cast.lg, task=TASK, at=NOW + timedelta(minutes=1)) is None
    assert begin(federation=cast.lg, task=TASK, at=NOW + LEASE + timedelta(minutes=1))
    end(learning=learning, outcome="failed", at=NOW)
    assert Learning.objects.get().ended_at is None, "who was given up does not end the other's"
    assert TrailEntry.objects.filter(verb="model.asked").count() == 1


def test_the_command_trains_and_says_what_came_of_it(
    school: School, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(task=TASK, actor=cast.actor("chen"), at=timezone.now())
    call_command("triage_train", federation="LG")
    told = json.loads(capsys.readouterr().out)
    assert (told["no"], told["state"], told["cold"]) == (1, "active", True)
    assert TextModel.objects.get().trained_by == cast.users["chen"]
    assert Learning.objects.get().outcome == "taken"


def test_the_command_says_why_it_cannot(school: School, cast: Cast) -> None:
    school.table = {}
    for options in ({"federation": "NO"}, {"federation": "LG", "task": "no"}, {"federation": "LG"}):
        with pytest.raises(CommandError) as problem:
            call_command("triage_train", **options)
        assert problem.value.returncode == 2
    assert Learning.objects.get().outcome == "too_little"


def test_no_page_needs_the_libraries_of_training() -> None:
    """They are imported where they are used, and nowhere else: a web process would keep them for ever."""
    at_the_top = re.compile(r"^(import|from) (scipy|sklearn)\b", re.MULTILINE)
    assert not [path for path in PACKAGE.rglob("*.py") if at_the_top.search(path.read_text(encoding="utf-8"))]


# ---- the card


def test_the_card_says_how_good_it_is_and_quotes_no_text(
    school: School, learn: Callable[..., TextModel], cast: Cast
) -> None:
    school.tell(120)
    learn()
    page = cast.client("lu").get("/triage/models/1/").content.decode()
    assert "准确率" in page
    assert "召回率" in page
    assert "变压器" not in page
    assert "重新训练" not in cast.client("lu").get("/triage/models/").content.decode(), "a leader only reads"


def test_on_the_page_it_is_asked_for_and_put_back(school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    first, chen = learn(), cast.client("chen")
    school.tell(120, labels=NEWS)
    learn()
    chen.post("/triage/models/training/")
    assert Learning.objects.get().asked_by == cast.users["chen"]
    assert "陈思旻" in chen.get("/triage/models/").content.decode()
    assert chen.post("/triage/models/1/use/").headers["Location"] == "/triage/models/1/"
    assert TextModel.objects.serving().get() == first


@pytest.mark.parametrize(("who", "status"), [("xi", 200), ("qian", 403), ("liu", 403), ("shen", 403)])
def test_the_card_is_for_those_who_look_after_it(
    who: str, status: int, client_as: Callable[[str], Client], school: School
) -> None:
    assert client_as(who).get("/triage/models/").status_code == status


def test_drift_is_told_from_fifty_texts_on(school: School, learn: Callable[..., TextModel], cast: Cast) -> None:
    school.tell(120)
    learn()
    school.tell(49)
    assert (since_it_learned(cast.lg, TASK, 1) or school).texts == 49  # type: ignore[union-attr]
    school.tell(40, labels="FIN")
    forget()
    since = since_it_learned(cast.lg, TASK, 1)
    assert since
    assert since.drift
    assert since.drift["mix_now"]["FIN"] > since.drift["mix_then"]["FIN"]
    assert "类别的构成" in cast.client("chen").get("/triage/models/1/").content.decode()


def test_it_is_counted_how_often_people_follow(cast: Cast) -> None:
    for chosen, certain in (("FIN", True), ("LAB", True), ("TAX", False)):
        facts = {"task": TASK, "model": 1, "certain": certain, "offered": ["FIN", "LAB"], "chosen": chosen}
        record("case.accept", cast.lg, actor=cast.actor("chen"), at=NOW, proposed=facts)
    record("case.accept", cast.lg, actor=cast.actor("chen"), at=NOW, number="none")
    record("case.accept", cast.lg, actor=cast.actor("chen"), at=NOW - timedelta(days=91), proposed={"task": TASK})
    found = how_followed(cast.lg, TASK, NOW)
    assert (found.shown, found.first, found.any, found.certain, found.certain_first) == (3, 1, 2, 2, 1)
    assert followed([{"offered": []}]).shown == 0
