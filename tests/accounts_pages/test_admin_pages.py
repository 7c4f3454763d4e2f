"""The three administrators: each has their own pages, none can do another's work."""

import json
from html import unescape

import pytest

from tests.cast import NOW, PASSWORD, Cast
from tests.story import Story
from zhilian.accounts.models import RoleHolding, SignInAttempt, User
from zhilian.core.models import TrailEntry

PAGES = {
    "/people/": "xi",
    "/people/new/": "xi",
    "/sign-ins/": "an",
    "/powers/": "an",
    "/trail/": "shen",
    "/trail/check/": "shen",
}
NEW = {
    "name": "周晓驿",
    "username": "xiaoyi",
    "email": "xiaoyi@example.org",
    "password": "驿站九点开门 2026",
    "role": "station_clerk",
}


@pytest.mark.parametrize("address", PAGES)
def test_each_page_opens_for_one_administrator_only(cast: Cast, address: str) -> None:
    for who in ("xi", "an", "shen", "chen", "qian"):
        expected = 200 if PAGES[address] == who else 403
        assert cast.client(who).get(address).status_code == expected, who


# ---- people


def test_a_station_clerk_is_added_and_can_sign_in(cast: Cast) -> None:
    answer = cast.client("xi").post("/people/new/", {**NEW, "organisation": cast.unit("ST-HG").pk})
    assert answer.headers["Location"] == "/people/", unescape(answer.content.decode())
    holding = RoleHolding.objects.get(user__username="xiaoyi")
    assert (holding.role, holding.organisation, holding.federation) == ("station_clerk", cast.unit("ST-HG"), cast.lg)
    assert holding.user.check_password(NEW["password"])
    assert "周晓驿" in cast.client("xi").get("/people/?words=xiaoyi").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"username": "QIAN"}, "这个用户名已被使用"),
        ({"organisation": ""}, "请选择所在机构"),
        ({"password": "123"}, "密码"),
        ({"username": "小 驿"}, "用户名"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(cast: Cast, wrong: dict[str, str], words: str) -> None:
    typed = {**NEW, "organisation": str(cast.unit("ST-HG").pk), **wrong}
    answer = cast.client("xi").post("/people/new/", typed)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert not User.objects.filter(username=NEW["username"]).exists()


def test_nobody_holds_two_of_the_administrators_roles(cast: Cast) -> None:
    typed = {"role": "audit_admin", "organisation": cast.unit("LG-BGS").pk}
    answer = cast.client("xi").post("/people/an/role/", typed)
    assert answer.status_code == 422
    assert not RoleHolding.objects.filter(user=cast.users["an"], role="audit_admin").exists()


def test_a_second_role_is_given_once(cast: Cast) -> None:
    typed = {"role": "dispatcher", "organisation": cast.unit("LG-JJB").pk}
    assert cast.client("xi").post("/people/lu/role/", typed).status_code == 302
    assert cast.client("xi").post("/people/lu/role/", typed).status_code == 422
    assert RoleHolding.objects.filter(user=cast.users["lu"]).count() == 2


def test_people_of_the_neighbour_are_nobody_here(cast: Cast) -> None:
    assert "沙井泉" not in cast.client("xi").get("/people/").content.decode()
    assert cast.client("xi").get("/people/ba_dispatcher/role/").status_code == 404
    answer = cast.client("xi").post("/people/new/", {**NEW, "organisation": cast.unit("BA-ST").pk})
    assert answer.status_code == 422, "nor can anybody be put into their organisations"


# ---- sign-ins


def test_a_locked_account_is_seen_and_unlocked(cast: Cast) -> None:
    stranger = cast.client("qian")
    stranger.logout()
    for _ in range(5):
        stranger.post("/sign-in/", {"username": "chen", "password": "wrong"})
    assert stranger.post("/sign-in/", {"username": "chen", "password": PASSWORD}).status_code == 429
    an = cast.client("an")
    assert 'name="username" value="chen"' in an.get("/sign-ins/").content.decode()
    assert an.post("/sign-ins/unlocking/", {"username": "chen"}).status_code == 302
    assert "当前没有被锁定的账号" in an.get("/sign-ins/").content.decode()
    assert stranger.post("/sign-in/", {"username": "chen", "password": PASSWORD}).status_code == 302


def test_attempts_of_the_neighbour_are_not_shown(cast: Cast) -> None:
    for username in ("chen", "ba_dispatcher"):
        SignInAttempt.objects.create(username=username, address="10.0.0.1", at=NOW, succeeded=True)
    page = cast.client("an").get("/sign-ins/").content.decode()
    assert "chen" in page
    assert "ba_dispatcher" not in page


# ---- the trail


def test_the_trail_is_read_filtered_and_found_whole(cast: Cast) -> None:
    Story(cast).case("closed")
    shen = cast.client("shen")
    page = unescape(shen.get("/trail/").content.decode())
    assert "已派单至区工业和信息化局" in page
    filtered = unescape(shen.get("/trail/?verb=case.sign&since=2026-03-04&until=2026-03-04").content.decode())
    assert "已签收" in filtered
    assert "已派单至区工业和信息化局" not in filtered
    assert ">已派单至…</option>" in filtered, "the steps to choose from are in words"
    assert "没有符合条件的记录" in shen.get("/trail/?until=2020-01-01").content.decode()
    assert "留痕链完整" in shen.get("/trail/check/").content.decode()


def test_a_broken_chain_is_told_with_its_first_line(cast: Cast) -> None:
    Story(cast).case("dispatched")
    last = TrailEntry.objects.filter(federation=cast.lg).latest("seq")
    forged = TrailEntry(
        **{
            field.attname: getattr(last, field.attname)
            for field in TrailEntry._meta.concrete_fields
            if field.name != "id"
        }
    )
    forged.seq += 2
    forged.save()
    assert f"第 {last.seq + 1} 行" in cast.client("shen").get("/trail/check/").content.decode()


def test_an_export_is_lines_of_json_and_leaves_its_own(cast: Cast) -> None:
    Story(cast).case("dispatched")
    answer = cast.client("shen").post("/trail/export/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="trail-LG-')
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]  # type: ignore[attr-defined]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1]["verb"] == "trail.exported"
    assert lines[-1]["actor_name"] == "申计"
