"""Mentions find the official who is meant, or nobody."""

import pytest

from tests.cast import LONG_AGO, NOW, Cast
from zhilian.accounts.models import RoleHolding, User
from zhilian.accounts.queries import find_mentions, mentionable


def official(cast: Cast, username: str, name: str) -> User:
    """One more handler."""
    user = User.objects.create(username=username, name=name, created_at=NOW)
    RoleHolding.objects.create(
        federation=cast.lg, user=user, role="department_handler", organisation=cast.unit("RSJ"), since=LONG_AGO
    )
    return user


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@刘婕 请看一下", ["liu"]),
        ("请＠刘婕和@wu核实，@刘婕尽快", ["liu", "wu"]),
        ("@LIU, see above", ["liu"]),
        ("@liu.", ["liu"]),
        ("@liuxing @liu.x @wu-2 @wu@x", []),
        ("写信到office@liu.example或a.b@chen", []),
        ("@钱立新 @qian @沙井泉 @ba_dispatcher @没有此人 @ @", []),
        ("没有人", []),
    ],
)
def test_officials_here_are_found_by_name_and_user_name(cast: Cast, text: str, people: list[str]) -> None:
    found = find_mentions(text, cast.lg)
    assert [one.username for one in found.people] == people
    assert found.ambiguous == []


def test_the_longest_name_wins(cast: Cast) -> None:
    official(cast, "liujie2", "刘婕妤")
    assert [one.username for one in find_mentions("@刘婕妤、@刘婕：", cast.lg).people] == ["liujie2", "liu"]
    assert [one.username for one in find_mentions("@liujie2", cast.lg).people] == ["liujie2"]


def test_a_shared_name_is_nobodys_and_is_told(cast: Cast) -> None:
    official(cast, "liu2", "刘婕")
    found = find_mentions("@刘婕 @刘婕 @liu2", cast.lg)
    assert ([one.username for one in found.people], found.ambiguous) == (["liu2"], ["刘婕"])


def test_whoever_left_is_not_mentioned(cast: Cast) -> None:
    User.objects.filter(username="liu").update(is_active=False)
    RoleHolding.objects.filter(user__username="wu").update(until=NOW.date())
    assert find_mentions("@刘婕 @吴桐", cast.lg).people == []
    assert [one.username for one in find_mentions("@吴桐", cast.lg, day=NOW.date()).people] == ["wu"]


def test_colleagues_are_offered_by_a_part_of_their_name(cast: Cast) -> None:
    assert [one.username for one in mentionable(cast.lg, "罗")] == ["luo"]
    assert {one.username for one in mentionable(cast.lg, "u")} == {"liu", "luo", "lu", "wu"}
    assert mentionable(cast.lg, "立新") == mentionable(cast.lg, "沙") == []
