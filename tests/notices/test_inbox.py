"""The inbox: unread ones are marked, opening leads on."""

from django.test import Client

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.rules import Stage
from zhilian.notices.models import Notice


def inbox_of(cast: Cast, who: str) -> tuple[Client, str]:
    client = cast.client(who)
    return client, client.get("/notices/").content.decode()


def test_opening_a_notice_marks_it_read_and_leads_to_its_case(cast: Cast, story: Story) -> None:
    case = story.case(Stage.ACCEPTED)
    client, page = inbox_of(cast, "qian")
    notice = Notice.objects.get(recipient=cast.users["qian"])
    assert "is-unread" in page
    assert client.get(f"/notices/{notice.pk}/").headers["Location"] == f"/cases/{case.number}/"
    assert "is-unread" not in client.get("/notices/").content.decode()


def test_all_are_marked_read_at_once(cast: Cast, story: Story) -> None:
    story.case(Stage.CLOSED)
    client, page = inbox_of(cast, "qian")
    assert page.count("is-unread") > 1
    client.post("/notices/read/")
    assert "is-unread" not in client.get("/notices/").content.decode()


def test_somebody_elses_notice_is_not_there(cast: Cast, story: Story) -> None:
    story.case(Stage.ACCEPTED)
    notice = Notice.objects.get(recipient=cast.users["qian"])
    assert cast.client("zhou").get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_link_to_elsewhere_is_not_followed(cast: Cast, story: Story) -> None:
    story.case(Stage.ACCEPTED)
    notice = Notice.objects.get(recipient=cast.users["qian"])
    Notice.objects.filter(pk=notice.pk).update(link="https://example.org/")
    assert cast.client("qian").get(f"/notices/{notice.pk}/").headers["Location"] == "/notices/"


def test_an_empty_inbox_says_what_it_is_for(cast: Cast) -> None:
    assert "暂时没有消息" in inbox_of(cast, "zhou")[1]
