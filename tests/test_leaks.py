"""Leaks: nothing that names the firm of an anonymous case, and no word of a restricted one, reaches anybody who must
not know it: on no page, in no list, search, count, file, message, export, error or trail."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from tests.cast import Cast
from tests.district import Answer, District, Visitor, doors
from zhilian.cases.models import Case, CasePerson, Reading
from zhilian.cases.rules import Stage
from zhilian.channels.actions import record_visit
from zhilian.channels.facts import VisitFacts
from zhilian.members.facts import EnterpriseFacts, build
from zhilian.members.models import Contact, Representative
from zhilian.notices.jobs import deliver
from zhilian.notices.models import Notice

FIRM, CONTACT, PHONE, WORD = "隐星精密仪器厂", "隐名联系人", "13911112222", "闭门专利纠纷"
NAMES = (FIRM, "隐星", CONTACT, "隐名", PHONE, "钱立新")
WORDS = (*NAMES, WORD, "闭门")
TEXT = f"{FIRM}的{CONTACT}反映每周停电三次，回电{PHONE}。"
SECRET_TEXT = f"{WORD}：{TEXT}"
KNOWING = {"anonymous": {"qian", "xiaolin", "chen", "luo", "lu"}, "restricted": {"qian", "chen", "liu"}}
HIDDEN = {"anonymous": NAMES, "restricted": WORDS}
# Where firms and people stand because they are in the registry or have an account, not because of a case.
ELSEWHERE = ("member", "enterprise", "visit", "take_down_firms", "people", "person", "leav", "account", "role", "hand_")
SEARCHES = (
    "words=隐星",
    "words=yxjm",
    "street=440307017",
    "view=all",
    "view=all&words=隐星",
    "view=closed",
    "view=late",
)


def outsiders(level: str) -> list[str]:
    """Who must not know and finds something here at all: one of each kind, a neighbour too."""
    kinds = ("liu", "wu", "hejiayi", "luo", "lu", "sun", "shen", "ba_dispatcher")
    return [who for who in kinds if who not in KNOWING[level]]


def furnished(cast: Cast, level: str) -> District:
    """A district all of whose cases are told by one firm that is found nowhere else, and are all this confidential."""
    firm = build(cast.lg, EnterpriseFacts(name=FIRM, street=cast.streets["440307017"]), timezone.now())
    firm.save()
    Representative.objects.create(federation=cast.lg, enterprise=firm, user=cast.users["qian"])
    Contact.objects.create(federation=cast.lg, enterprise=firm, name=CONTACT, phone=PHONE, is_primary=True)
    cast.firms["qian"] = firm
    told = {"enterprise": firm, "contact_name": CONTACT, "contact_phone": PHONE}
    if level == "anonymous":
        return visited(District(cast, "LG", **told, text=TEXT, confidentiality=level))
    return visited(restricted(District(cast, "LG", **told, text=SECRET_TEXT)))


def visited(district: District) -> District:
    """The same; the firm came to the station to tell a case."""
    at, number = timezone.now(), district.cases[Stage.PROCESSING].number
    said = VisitFacts(visited_at=at, purpose="case", enterprise=district.cast.firms["qian"], case_number=number)
    district.visit = record_visit(visit=said, actor=district.cast.actor("xiaolin"), at=at)
    return district


def restricted(district: District) -> District:
    """The same, with every case restricted to the dispatcher and one handler."""
    rows = Case.objects.filter(federation=district.federation)
    rows.update(confidentiality="restricted")
    at, part = timezone.now(), CasePerson.Part.READER
    readers = [district.cast.users[name] for name in ("chen", "liu")]
    CasePerson.objects.bulk_create(
        CasePerson(federation=district.federation, case=case, user=user, part=part, at=at)
        for case in rows
        for user in readers
    )
    return district


@pytest.fixture(params=KNOWING)
def secret(cast: Cast, request: pytest.FixtureRequest) -> tuple[str, District]:
    """A level, and a district full of cases of that level."""
    return request.param, furnished(cast, request.param)


def nothing_of(level: str, text: str, where: str) -> None:
    """Fails when a text holds a word that must stay hidden."""
    found = [word for word in HIDDEN[level] if word in text]
    if found:
        at = text.index(found[0])
        raise AssertionError(f"{where}: “{found[0]}” of a case that is {level}: …{text[max(0, at - 90) : at + 50]}…")


def pages(district: District) -> Iterator[tuple[str, str]]:
    """Every address in the district, by its route."""
    for door in doors():
        if not door.route.startswith(ELSEWHERE):
            yield door.route, district.address(door)


def test_no_page_tells_an_outsider(cast: Cast, secret: tuple[str, District]) -> None:
    level, district = secret
    opened = 0
    for who in outsiders(level):
        visitor = Visitor(cast, who)
        for route, address in pages(district):
            answer = visitor.knock(address)
            opened += answer.status == 200
            nothing_of(level, answer.text, f"{route} ({answer.status}) as {who}")
    assert opened > 100


def test_whoever_knows_reads_it_so_this_test_would_notice(cast: Cast, secret: tuple[str, District]) -> None:
    level, district = secret
    shown = Visitor(cast, "chen").get(f"/cases/{district.cases[Stage.PROCESSING].number}/").text
    with pytest.raises(AssertionError, match="of a case that is"):
        nothing_of(level, shown, "here")


def test_no_error_tells_an_outsider(cast: Cast, secret: tuple[str, District]) -> None:
    level, district = secret
    seen = set()
    for who in sorted({"liu", "wu", "sun", "hejiayi", "xi", "ba_handler"} - KNOWING[level]):
        visitor = Visitor(cast, who)
        for stage in (Stage.PROCESSING, Stage.WITHDRAWN):
            for door in doors():
                if door.route.startswith("case_"):
                    address = district.address(door).replace(
                        str(district.arguments(door)["number"]), district.cases[stage].number
                    )
                    answer = visitor.post(address, {"note": "已联系", "text": "已办", "reason": "不属本单位"})
                    seen.add(answer.status)
                    nothing_of(level, answer.text, f"{door.route} ({answer.status}) as {who}")
    assert seen >= ({404} if level == "restricted" else {403, 404, 409, 422})


def test_lists_searches_and_counts_are_the_same_as_if_the_firm_did_not_exist(
    cast: Cast, secret: tuple[str, District]
) -> None:
    level, _district = secret
    for who in outsiders(level):
        visitor = Visitor(cast, who)
        for search in SEARCHES:
            answer = visitor.get(f"/cases/?{search}&view=all")
            nothing_of(level, unsearched(answer, search), f"list as {who}: {search}")
        if visitor.get("/cases/").status == 200 and level == "anonymous":
            alike = [visitor.get(f"/cases/?words={words}").text.replace(words, "") for words in ("隐星", "无此")]
            assert bare(alike[0]) == bare(alike[1]), f"searching by the firm as {who}"


def unsearched(answer: Answer, search: str) -> str:
    """An answer without the words that were searched for, which come back in it."""
    return answer.text.replace("隐星", "") if "隐星" in search else answer.text


def bare(text: str) -> str:
    """A page without what differs from click to click."""
    lines = (line for line in text.splitlines() if "csrf" not in line.lower() and "%" not in line)
    return "\n".join(line for line in lines if "Length" not in line)


@override_settings(EMAIL_HOST="localhost", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_no_message_and_no_mail_tells_anybody(cast: Cast, secret: tuple[str, District]) -> None:
    level, _district = secret
    Notice.objects.update(mail=Notice.Mail.QUEUED)
    for notice in Notice.objects.all():
        nothing_of(level, f"{notice.subject}\n{notice.body}\n{notice.link}", f"notice {notice.kind}")
    while deliver(timezone.now()):
        pass
    assert len(mail.outbox) > 20
    for message in mail.outbox:
        nothing_of(level, str(message.message()) + message.subject + str(message.body), f"mail “{message.subject}”")


def test_no_export_of_a_list_tells_an_outsider_and_each_is_a_read(cast: Cast, secret: tuple[str, District]) -> None:
    level, _district = secret
    took = set()
    for who in (*outsiders(level), "chen"):
        answer = Visitor(cast, who).post("/cases/export/", {"query": "view=all"})
        took |= {who} if answer.status == 200 else set()
        if who != "chen":
            nothing_of(level, answer.text, f"export as {who}")
    assert "chen" in took
    assert took & set(outsiders(level))
    cast.client("chen").post("/cases/export/", {"query": "view=all"})
    read = Reading.objects.filter(where="export", name="陈思旻")
    assert read.count() == Case.objects.filter(federation=cast.lg).count()


def test_no_file_reaches_an_outsider(cast: Cast, secret: tuple[str, District]) -> None:
    level, district = secret
    for who in outsiders(level):
        answer = Visitor(cast, who).get(f"/files/{district.attachment.pk}/")
        assert answer.status == 404, who


def test_the_export_of_the_trail_tells_nothing(secret: tuple[str, District], tmp_path: Path) -> None:
    level, district = secret
    file = tmp_path / "trail.jsonl"
    call_command("trail_export", str(file), "--federation", "LG", stdout=StringIO())
    numbers = {str(case.pk) for case in district.cases.values()}
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    about = [line for line in lines if line["subject_type"] == "cases.case" and line["subject_id"] in numbers]
    assert len(about) > 50
    nothing_of(level, json.dumps(lines, ensure_ascii=False), "export of the trail")


def test_what_the_audit_administrator_may_read_tells_nothing(cast: Cast, secret: tuple[str, District]) -> None:
    level, district = secret
    Visitor(cast, "liu").client.get(f"/cases/{district.cases[Stage.PROCESSING].number}/")
    visitor = Visitor(cast, "shen")
    for address in ("/trail/", "/audit/readings/"):
        answer = visitor.get(address)
        assert answer.status == 200
        nothing_of(level, answer.text, address)
    nothing_of(level, visitor.post("/trail/export/").text, "/trail/export/")
    nothing_of(level, visitor.get("/trail/?name=钱立新").text.replace("钱立新", "", 1), "/trail/?name=")
