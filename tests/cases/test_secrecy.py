"""Secrecy: who learns who told a case, who may know of it at all, and that every read of it is on record."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.html import escape

from tests.cast import LONG_AGO, NOW, Cast
from tests.story import Story, told
from zhilian.accounts.models import RoleHolding, User
from zhilian.accounts.queries import actor_of
from zhilian.cases import actions, queries
from zhilian.cases.models import Case, CasePerson, Reading
from zhilian.cases.queries import Wanted
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation, TrailEntry
from zhilian.core.queries import trail_of
from zhilian.files import actions as files
from zhilian.files.models import Attachment
from zhilian.files.store import Stored, keep

FIRM, OWNER, PHONE = "横岗明亮眼镜厂", "钱立新", "13807550001"
TEXT = f"{FIRM}每周停电三次，请找{OWNER}（{PHONE}）。"
VEILED = "{&quot;veiled&quot;"
UNNAMED: dict[str, Any] = {"text": TEXT, "confidentiality": "anonymous", "contact_name": OWNER, "contact_phone": PHONE}


def page(client: Client, case: Case, part: str = "") -> str:
    """A page of the case as somebody reads it."""
    return client.get(f"/cases/{case.number}/{part}").content.decode()


def finds(actor: Actor, case: Case, **wanted: str) -> bool:
    """Whether the person's list has the case under these filters; the counts beside the list must say the same."""
    asked = Wanted(view="open", **wanted)
    given = queries.conditions(actor, asked, NOW)
    rows = list(queries.cases(actor, asked, NOW, given=given))
    assert queries.tallies(actor, given, NOW)["open"] == len(rows)
    return case.number in {row.number for row in rows}


def status(client: Client, address: str) -> int:
    """How an address answers; a file is read to its end, which closes it."""
    answer: Any = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def paper(case: Case, who: Actor, story: Story) -> Attachment:
    """A file that somebody hangs on the case now."""
    stored = Stored("材料.txt", keep(b"papers"), 6, "text/plain")
    (row,) = files.attach(subject=case, stored=[stored], actor=who, at=story.later())
    return row


def restricted(story: Story, stage: str, *readers: str) -> Case:
    """A case restricted by the dispatcher 陈思旻 to himself and these people."""
    case = story.case(stage)
    people = [story.cast.users[name] for name in readers]
    who: dict[str, Any] = {"case": case, "actor": story.cast.actor("chen"), "at": story.later()}
    actions.set_level(**who, level="restricted", reason="涉及专利", readers=people)
    return Case.objects.get(pk=case.pk)


# ---- who told it


@pytest.mark.parametrize(
    ("who", "knows"), [("chen", True), ("lu", True), ("qian", True), ("liu", False), ("heze", False), ("sun", False)]
)
def test_who_told_an_anonymous_case_the_unit_and_the_city_do_not_read(cast: Cast, who: str, knows: bool) -> None:
    case = Story(cast).case("processing", **UNNAMED)
    for part in ("", "slip/"):
        text = page(cast.client(who), case, part)
        assert "每周停电三次" in text
        assert [word in text for word in (FIRM, OWNER)] == [knows, knows]
        assert "横岗" in text if knows else "横岗" not in text


def test_what_others_write_does_not_name_the_firm_to_the_unit_either(story: Story) -> None:
    case = story.received(**UNNAMED)
    story.step(case, "accept")
    story.step(case, "dispatch", note=f"{FIRM}是重点企业")
    for step in ("sign", "contact", "reply", "review_pass"):
        story.step(case, step)
    story.step(case, "rate_rework", comment=f"我是{OWNER}，昨天又停了")
    actions.pass_on(case=case, text=f"请与{PHONE}联系", actor=story.cast.actor("chen"), at=story.later())
    text = page(story.cast.client("liu"), case)
    assert "是重点企业" in text
    assert "昨天又停了" in text
    assert not [word for word in (FIRM, OWNER, PHONE) if word in text]


def test_the_station_that_took_it_down_knows_the_firm_and_the_unit_not_even_the_station(cast: Cast) -> None:
    case = Story(cast).case("processing", by="xiaolin", **UNNAMED)
    assert FIRM in page(cast.client("xiaolin"), case)
    text = page(cast.client("liu"), case)
    assert "横岗亲清驿站" not in text
    assert "林晓禾" not in text


def test_the_unit_finds_an_anonymous_case_by_its_number_but_not_by_firm_or_street(story: Story) -> None:
    case, cast = story.case("processing", **UNNAMED), story.cast
    for who, knows in (("chen", True), ("liu", False), ("sun", False)):
        actor, district = cast.actor(who), {"district": "LG"} if who == "sun" else {}
        assert finds(actor, case, words=case.number, **district)
        assert finds(actor, case, words="明亮", **district) is knows
        assert finds(actor, case, street="440307017", **district) is knows


def test_the_firms_files_stay_hidden_from_the_unit_and_its_own_do_not(story: Story) -> None:
    cast, case = story.cast, story.case("processing", **UNNAMED)
    of_the_firm, of_the_unit = paper(case, cast.actor("qian"), story), paper(case, cast.actor("liu"), story)
    handler = cast.client("liu")
    assert [status(handler, f"/files/{row.pk}/") for row in (of_the_firm, of_the_unit)] == [404, 200]
    assert status(cast.client("chen"), f"/files/{of_the_firm.pk}/") == 200


def test_somebody_was_faster_does_not_name_the_firms_side(story: Story) -> None:
    cast = story.cast
    for facts, named in ((UNNAMED, False), ({}, True)):
        case = story.case("dispatched", **facts)
        story.step(case, "withdraw")
        with pytest.raises(NotPossible) as refused:
            story.step(case, "sign")
        assert (cast.users["qian"].name in str(refused.value.sentence)) is named


def test_a_question_to_an_unnamed_firm_goes_through_the_federation_and_back(story: Story) -> None:
    cast, case = story.cast, story.case("signed", **UNNAMED)
    story.step(case, "contact", note="请问停电从几号开始？")
    assert Case.objects.get(pk=case.pk).stage == "processing"
    assert {("chen", "question_for_firm"), ("luo", "question_for_firm")} <= told(case)
    assert "请问停电从几号开始？" in page(cast.client("qian"), case)
    actions.pass_on(case=case, text=f"三月一日起。{OWNER}说的。", actor=cast.actor("chen"), at=story.later())
    assert ("liu", "firm_answers") in told(case)
    answered = page(cast.client("liu"), case)
    assert "三月一日起。" in answered
    assert OWNER not in answered


def test_a_veiled_row_cannot_be_saved_and_its_firm_is_still_told(story: Story) -> None:
    cast, case = story.cast, story.case("dispatched", **UNNAMED)
    seen = queries.case_or_none(cast.actor("liu"), case.number)
    assert seen is not None
    with pytest.raises(RuntimeError, match="veiled"):
        seen.save()
    cast.client("liu").post(f"/cases/{case.number}/signature/")
    assert ("qian", "signed") in told(case)
    assert Case.objects.get(pk=case.pk).enterprise == cast.firms["qian"]


def test_without_the_firms_consent_nobody_lifts_its_veil(story: Story) -> None:
    cast, case = story.cast, story.received(**UNNAMED)
    who: dict[str, Any] = {"actor": cast.actor("chen"), "at": NOW, "case": case}
    with pytest.raises(Invalid):
        actions.set_level(**who, level="internal", reason="企业不介意")
    with pytest.raises(Invalid):
        actions.accept(**who, category=cast.category("ENER"), grade="normal", secrecy=("open", None))
    actions.set_level(**who, level="internal", reason="企业电话同意", consent=True)
    assert Case.objects.get(pk=case.pk).confidentiality == "internal"


def test_the_firm_asks_for_it_on_its_own_form(cast: Cast) -> None:
    text = {"text": "某单位办事人员多次索要无关材料。"}
    cast.client("qian").post("/cases/new/", text)
    cast.client("qian").post("/cases/new/", {**text, "anonymous": "on", "complained_of": "RSJ"})
    openly, case = Case.objects.order_by("pk")
    assert (openly.confidentiality, openly.complained_of, openly.kind) == ("internal", None, "help")
    assert (case.confidentiality, case.complained_of, case.kind) == ("anonymous", cast.unit("RSJ"), "complaint")


# ---- the unit complained of


def clerk_below(cast: Cast, unit: str) -> Actor:
    """A handler of a bureau's own sub-office."""
    above = cast.unit(unit)
    facts: dict[str, Any] = {
        "kind": "department",
        "code": "SUB",
        "name": "下属中心",
        "short_name": "中心",
        "path": f"{above.path}SUB/",
    }
    office = Organisation.objects.create(federation=cast.lg, **facts)
    user = User.objects.create(username="sub", name="夏属", created_at=NOW)
    role: dict[str, Any] = {"role": "department_handler", "organisation": office, "since": LONG_AGO}
    return actor_of(RoleHolding.objects.create(federation=cast.lg, user=user, **role))


def test_the_unit_complained_of_and_those_below_it_never_hold_the_case(story: Story) -> None:
    cast = story.cast
    below = clerk_below(cast, "GXJ")
    case = story.case("accepted", complained_of=cast.unit("GXJ"))
    form = page(cast.client("chen"), case, "dispatch/")
    offered = form[form.index('name="to"') :].partition("</select>")[0]
    assert "RSJ" in offered
    assert "GXJ" not in offered
    assert "SUB" not in offered
    for unit in (cast.unit("GXJ"), below.organisation):
        with pytest.raises(Invalid):
            story.step(case, "dispatch", unit=unit)
    story.step(case, "dispatch", unit=cast.unit("RSJ"))
    for actor in (cast.actor("liu"), cast.actor("heze"), below):
        assert queries.case_or_none(actor, case.number) is None
    assert not {name for name, _kind in told(case)} & {"liu", "heze", "sub"}


def test_a_unit_that_has_the_case_is_not_made_the_one_complained_of(story: Story) -> None:
    case, cast = story.case("processing"), story.cast
    who: dict[str, Any] = {"case": case, "actor": cast.actor("chen"), "at": story.later()}
    with pytest.raises(Invalid):
        actions.set_level(**who, level="internal", reason="投诉的就是该局", complained_of=cast.unit("GXJ"))
    assert Case.objects.get(pk=case.pk).complained_of is None


# ---- restricted, recused


def test_of_a_restricted_case_only_the_people_named_and_the_firm_know(story: Story) -> None:
    cast, case = story.cast, restricted(story, "processing", "liu")
    knowing = {who for who in cast.users if queries.case_or_none(cast.actor(who), case.number)}
    assert knowing == {"chen", "liu", "qian"}
    assert not finds(cast.actor("luo"), case)
    before = told(case)
    story.step(case, "reply")
    story.step(case, "review_pass")
    assert {name for name, _kind in told(case) - before} <= knowing


def test_a_restricted_case_is_never_lost(story: Story) -> None:
    cast = story.cast
    with pytest.raises(Invalid):
        restricted(story, "processing")  # nobody of the unit that has it
    case = restricted(story, "accepted", "lu")
    with pytest.raises(Invalid):
        story.step(case, "dispatch")  # nobody of the unit is named
    actions.recuse(case=case, person=cast.users["chen"], reason="亲属", actor=cast.actor("lu"), at=story.later())
    with pytest.raises(Invalid):
        actions.recuse(case=case, person=cast.users["lu"], reason="亲属", actor=cast.actor("lu"), at=story.later())
    assert queries.case_or_none(cast.actor("lu"), case.number)


def test_whoever_is_recused_finds_the_case_no_more_and_is_told_nothing(story: Story) -> None:
    cast, case = story.cast, story.case("dispatched")
    liu = cast.actor("liu")
    cast.client("liu").post(f"/cases/{case.number}/recusal/", {"person": cast.users["liu"].pk, "reason": "亲属"})
    assert queries.case_or_none(liu, case.number) is None
    assert not finds(liu, case)
    before = told(case)
    story.step(case, "withdraw")
    assert {name for name, _kind in told(case) - before} == {"chen", "luo", "heze"}
    assert not TrailEntry.objects.filter(verb="case.recuse", facts__contains=FIRM)


def test_who_may_recuse_whom(story: Story) -> None:
    cast, case = story.cast, story.case("processing")
    facts: dict[str, Any] = {"case": case, "reason": "亲属", "at": story.later()}
    for who, whom in (("liu", "heze"), ("heze", "chen"), ("xiaolin", "liu"), ("qian", "liu")):
        with pytest.raises((Forbidden, NotPossible)):
            actions.recuse(**facts, person=cast.users[whom], actor=cast.actor(who))
    for who, whom in (("chen", "luo"), ("heze", "liu"), ("heze", "heze")):
        actions.recuse(**facts, person=cast.users[whom], actor=cast.actor(who))
    assert CasePerson.objects.filter(part="recused").count() == 3


# ---- who has read it


def test_every_read_of_a_confidential_case_by_an_official_is_logged(story: Story) -> None:
    cast, case = story.cast, story.case("processing", **UNNAMED)
    file = paper(case, cast.actor("liu"), story)
    liu = cast.client("liu")
    for address in (f"/cases/{case.number}/", f"/cases/{case.number}/slip/", f"/files/{file.pk}/"):
        assert status(liu, address) == 200
    liu.post(f"/cases/{case.number}/reply/", {"text": "", "result": "solved"})
    assert list(Reading.objects.order_by("id").values_list("where", flat=True)) == ["page", "slip", "file", "page"]
    assert set(Reading.objects.values_list("name", "role")) == {("刘婕", "department_handler")}
    cast.client("qian").get(f"/cases/{case.number}/")
    liu.get(f"/cases/{story.case('processing').number}/")
    assert Reading.objects.count() == 4


def test_the_log_of_reads_cannot_be_changed(story: Story) -> None:
    case = story.case("processing", **UNNAMED)
    facts: dict[str, Any] = {"cases": [case], "actor": story.cast.actor("liu"), "at": NOW, "where": "export"}
    assert actions.note_readings(**facts) == 1
    for sql in ("UPDATE cases_reading SET name = '某人'", "DELETE FROM cases_reading"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_audit_administrator_sees_numbers_and_levels_and_nobody_else_does(story: Story) -> None:
    cast, case = story.cast, story.case("processing", **UNNAMED)
    cast.client("liu").get(f"/cases/{case.number}/")
    shown = cast.client("shen").get("/audit/readings/").content.decode()
    assert case.number in shown
    assert "刘婕" in shown
    assert not [word for word in (FIRM, OWNER, "停电") if word in shown]
    for name, found in (("刘婕", True), ("何泽", False)):
        assert (case.number in cast.client("shen").get("/audit/readings/", {"name": name}).content.decode()) is found
    assert {cast.client(who).get("/audit/readings/").status_code for who in ("chen", "lu", "xi", "an", "liu")} == {403}


# ---- the trail


def test_the_trail_of_an_anonymous_case_never_names_its_firm(story: Story) -> None:
    case = story.case("accepted", **UNNAMED)
    lines = trail_of(case)
    assert [FIRM in line.facts or "停电" in line.facts for line in lines] == [False] * len(lines)


def test_the_administrators_trail_is_veiled_and_a_hidden_name_finds_nothing(story: Story) -> None:
    cast, case = story.cast, story.case("closed", **UNNAMED)
    openly = story.case("closed")
    shen = cast.client("shen")
    shown = shen.get("/trail/").content.decode()
    assert shown.count(VEILED) >= trail_of(case).count()
    assert "修好了，谢谢" in shown  # of the other case
    of_firm = shen.get("/trail/", {"name": OWNER}).content.decode()
    assert escape(openly.number) in of_firm
    assert case.number not in of_firm
    assert VEILED not in of_firm


def exported(tmp_path: Path, *arguments: str) -> tuple[Path, list[dict[str, str]]]:
    """An export of the trail: the file, and its lines."""
    file = tmp_path / "trail.jsonl"
    call_command("trail_export", str(file), *arguments, stdout=StringIO())
    return file, [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_an_export_of_the_trail_is_veiled_and_still_verifies(story: Story, tmp_path: Path) -> None:
    case, out = story.case("closed", **UNNAMED), StringIO()
    story.case("accepted")
    file, lines = exported(tmp_path)
    veiled = [line for line in lines if line["subject_id"] == str(case.pk)]
    assert all(set(json.loads(line["facts"])) == {"veiled"} for line in veiled)
    assert OWNER not in {line["actor_name"] for line in veiled}
    call_command("trail_verify", str(file), stdout=out)
    assert f"chain intact, {len(veiled)} of them veiled" in out.getvalue()


def test_a_veil_hides_but_nothing_behind_it_can_be_altered(story: Story, tmp_path: Path) -> None:
    story.case("closed", **UNNAMED)
    file, lines = exported(tmp_path)
    lines[2]["hash"] = "0" * 64
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("trail_verify", str(file), stdout=StringIO())


def test_a_full_export_is_itself_a_line_of_the_trail(story: Story, tmp_path: Path) -> None:
    story.case("closed", **UNNAMED)
    _file, lines = exported(tmp_path, "--unveiled", "--federation", "LG")
    assert "修好了，谢谢" in "".join(line["facts"] for line in lines)
    assert lines[-1]["verb"] == "trail.unveiled"
