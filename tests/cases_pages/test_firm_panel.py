"""What a firm has told stands on its page in the registry, for whoever may know it."""

from collections.abc import Callable

from django.test import Client

from tests.story import Story
from zhilian.cases.rules import Level

ClientAs = Callable[[str], Client]


def page_of(story: Story, who: str) -> str:
    firm = story.received().enterprise
    assert firm is not None
    return story.cast.client(who).get(f"/members/{firm.pk}/").content.decode()


def test_the_dispatcher_finds_a_firms_cases_on_its_page(story: Story) -> None:
    case = story.received(title="仓库漏雨半个月没人来修")
    assert case.title in page_of(story, "chen")


def test_a_station_finds_on_it_only_what_it_took_down(story: Story) -> None:
    mine, other = story.received(by="xiaolin", title="我们站记下的这件事"), story.received(title="企业自己说的那件事")
    page = page_of(story, "xiaolin")
    assert mine.title in page
    assert other.title not in page


def test_an_unnamed_case_is_on_it_only_for_the_federation(story: Story) -> None:
    case = story.received(title="说了怕人知道的那件事", confidentiality=Level.ANONYMOUS)
    assert case.title in page_of(story, "chen")
    assert case.title not in page_of(story, "xiaolin")
