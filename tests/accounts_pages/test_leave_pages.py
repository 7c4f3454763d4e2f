"""Pages for those who are away for a while, those who leave, and everybody's own password."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, PASSWORD, Cast
from zhilian.accounts.models import Delegation, RoleHolding, SignInAttempt, User
from zhilian.core.models import TrailEntry
from zhilian.core.queries import trail_of


def page(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def typed(cast: Cast, deputy: str, days: int = 6, **more: Any) -> dict[str, Any]:
    """A filled-in form of a hand-over from today."""
    today = timezone.localdate()
    return {
        "deputy": cast.users[deputy].pk,
        "since": today,
        "until": today + timedelta(days=days),
        "reason": "年休假",
        **more,
    }


# ---- hand-overs


def test_a_handler_hands_over_finds_it_in_the_list_and_comes_back_early(cast: Cast) -> None:
    liu = cast.client("liu")
    assert "请假交接" in page(liu, "/"), "found from the account's menu"
    assert "还没有请假交接" in page(liu, "/hand-overs/")
    answer = liu.post("/hand-overs/new/", typed(cast, "heze"))
    assert (answer.status_code, answer["Location"]) == (302, "/hand-overs/"), unescape(answer.content.decode())
    listed = page(liu, "/hand-overs/")
    assert "代办中" in listed
    assert "年休假" in listed
    assert "代刘婕 · 部门经办人" in page(cast.client("heze"), "/hand-overs/")
    delegation = Delegation.objects.get()
    assert cast.client("wu").post(f"/hand-overs/{delegation.pk}/end/").status_code == 404
    assert liu.post(f"/hand-overs/{delegation.pk}/end/").status_code == 302
    assert "已提前结束" in page(liu, "/hand-overs/")


def test_the_security_administrator_first_says_whose_work_it_is(cast: Cast) -> None:
    an = cast.client("an")
    choice = page(an, "/hand-overs/new/")
    assert "刘婕 · 部门经办人 · 区工业和信息化局" in choice
    assert "石岩松" not in choice
    address = f"/hand-overs/new/?holding={cast.holdings['liu'].pk}"
    assert "交接刘婕的工作" in page(an, address)
    assert an.post(address, typed(cast, "heze")).status_code == 302
    assert "由安全生安排" in page(cast.client("liu"), "/hand-overs/")
    for wrong in (cast.holdings["ba_handler"].pk, cast.holdings["qian"].pk, "x", "9" * 30):
        assert an.get(f"/hand-overs/new/?holding={wrong}").status_code == 404


def test_a_hand_over_that_cannot_be_is_shown_again_with_the_reason_at_its_field(cast: Cast) -> None:
    liu = cast.client("liu")
    answer = liu.post("/hand-overs/new/", typed(cast, "heze", days=-1))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"until": ["结束日期早于开始日期。"]}
    assert "年休假" in answer.content.decode()
    assert liu.post("/hand-overs/new/", typed(cast, "chen")).status_code == 422
    assert "没有可以代办的同事" in page(cast.client("wu"), "/hand-overs/new/")
    assert not Delegation.objects.exists()


def test_whoever_stands_in_for_others_is_reminded_of_them(cast: Cast) -> None:
    cast.client("luo").post("/hand-overs/new/", typed(cast, "chen"))
    answer = cast.client("chen").post("/hand-overs/new/", typed(cast, "lu"), follow=True)
    assert "还在代罗志蘅办理" in unescape(answer.content.decode())


@pytest.mark.parametrize("who", ["qian", "sun", "xi", "shen"])
def test_whose_role_is_never_handed_over_has_no_such_pages(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/hand-overs/").status_code == 403
    assert cast.client(who).get("/hand-overs/new/").status_code == 403


# ---- those who leave


def test_the_last_of_a_unit_leaves_only_knowingly(cast: Cast) -> None:
    an, wu = cast.client("an"), cast.holdings["wu"]
    address = f"/leavers/roles/{wu.pk}/"
    assert "这是该单位最后一名办理人员" in page(an, address)
    form = {"last_day": timezone.localdate(), "reason": "调离"}
    assert an.post(address, form).status_code == 422
    assert RoleHolding.objects.get(pk=wu.pk).until is None
    answer = an.post(address, {**form, "knowing": "on"}, follow=True)
    assert "区人力资源局已无人签收诉求" in unescape(answer.content.decode())
    assert RoleHolding.objects.get(pk=wu.pk).until == timezone.localdate()
    assert "区人力资源局" in trail_of(wu).get().facts
    assert "最后一名" not in page(an, f"/leavers/roles/{cast.holdings['liu'].pk}/"), "a head is left there"


def test_a_closed_account_is_out_at_once_and_can_be_reopened(cast: Cast) -> None:
    an, chen = cast.client("an"), cast.client("chen")
    page(chen, "/notices/")
    assert an.post("/leavers/accounts/chen/", {"reason": "退休"}).status_code == 302
    assert chen.get("/notices/").status_code == 302
    stranger = Client()
    assert stranger.post("/sign-in/", {"username": "chen", "password": PASSWORD}).status_code == 422
    assert "陈思旻" in page(an, "/leavers/")
    assert an.post("/leavers/accounts/chen/reopening/").status_code == 302
    assert User.objects.get(username="chen").is_active
    assert chen.get("/notices/").status_code == 302, "it has no role yet"
    role = {"role": "dispatcher", "organisation": cast.unit("LG-JJB").pk}
    assert cast.client("xi").post("/people/chen/role/", role).status_code == 302
    assert stranger.post("/sign-in/", {"username": "chen", "password": PASSWORD}).status_code == 302
    verbs = TrailEntry.objects.order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["account.closed", "account.reopened", "role.given"]


def test_an_account_with_roles_elsewhere_loses_only_those_here(cast: Cast) -> None:
    RoleHolding.objects.create(
        federation=cast.ba, user=cast.users["luo"], role="dispatcher", organisation=cast.unit("BA-JJB"), since=NOW
    )
    assert cast.client("an").post("/leavers/accounts/luo/", {"reason": "调离"}).status_code == 302
    assert page(cast.client("luo"), "/notices/").count("宝安区工商联")
    assert not cast.holdings["luo"].user.holdings.filter(federation=cast.lg, until=None).exists()


@pytest.mark.parametrize(("who", "words"), [("an", "不能终止本人的任职"), ("shen", "唯一的审计管理员")])
def test_nobody_locks_the_house_from_inside(cast: Cast, who: str, words: str) -> None:
    answer = cast.client("an").post(f"/leavers/accounts/{who}/", {"reason": "x"})
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert User.objects.get(username=who).is_active


def test_roles_end_by_the_security_administrator_alone_and_only_here(cast: Cast) -> None:
    for who in ("xi", "shen", "chen", "heze", "qian"):
        assert cast.client(who).get("/leavers/").status_code == 403, who
        assert cast.client(who).post("/leavers/accounts/liu/", {"reason": "x"}).status_code == 403, who
    an = cast.client("an")
    assert "沙井泉" not in page(an, "/leavers/")
    assert an.get(f"/leavers/roles/{cast.holdings['ba_dispatcher'].pk}/").status_code == 404
    assert an.get("/leavers/accounts/ba_dispatcher/").status_code == 404
    assert an.post("/leavers/accounts/ba_dispatcher/reopening/").status_code == 404


# ---- one's own password

FRESH = "木棉花开二月 2026"


def test_a_new_password_signs_out_everywhere_else(cast: Cast) -> None:
    here, there = cast.client("qian"), cast.client("qian")
    answer = here.post("/password/", {"old": PASSWORD, "new": FRESH, "again": FRESH})
    assert (answer.status_code, answer["Location"]) == (302, "/password/"), unescape(answer.content.decode())
    assert "密码已修改" in page(here, "/password/")
    assert there.get("/notices/").status_code == 302
    assert User.objects.get(username="qian").check_password(FRESH)
    line = TrailEntry.objects.get()
    assert line.verb == "password.changed"
    assert FRESH not in line.facts


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"again": FRESH + "!"}, "again"),
        ({"new": "short", "again": "short"}, "new"),
        ({"new": "password1234", "again": "password1234"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
    ],
)
def test_a_password_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, str], field: str) -> None:
    answer = cast.client("qian").post("/password/", {"old": PASSWORD, "new": FRESH, "again": FRESH, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.get(username="qian").check_password(PASSWORD)


def test_guessing_the_present_password_locks_as_at_the_door(cast: Cast) -> None:
    client = cast.client("qian")
    for _ in range(5):
        client.post("/password/", {"old": "wrong", "new": FRESH, "again": FRESH})
    answer = client.post("/password/", {"old": PASSWORD, "new": FRESH, "again": FRESH})
    assert answer.status_code == 429
    assert SignInAttempt.objects.filter(username="qian").count() == 5


def test_a_deputy_changes_the_own_password_never_the_absent_persons(cast: Cast) -> None:
    cast.client("liu").post("/hand-overs/new/", typed(cast, "heze"))
    client = cast.client("heze")
    client.post("/role/", {"holding": cast.holdings["liu"].pk})
    assert client.post("/password/", {"old": PASSWORD, "new": FRESH, "again": FRESH}).status_code == 302
    assert User.objects.get(username="heze").check_password(FRESH)
    assert User.objects.get(username="liu").check_password(PASSWORD)
