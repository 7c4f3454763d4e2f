"""The pages of the search: what everybody finds opens for them, nothing else does; words, marks, ways on, no trace."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import PEOPLE, Cast
from tests.district import CLERK_OF, District, Visitor
from tests.story import Story
from tests.test_neighbours import nothing_of_the_neighbour, one_of_each_role
from zhilian.cases.actions import note, save_template
from zhilian.cases.models import Case, Exclusion
from zhilian.cases.rules import Stage
from zhilian.channels.models import DirectChannel
from zhilian.config.serving import web_command
from zhilian.core.models import TrailEntry
from zhilian.core.searching import SOURCES
from zhilian.files import actions as files
from zhilian.files.models import Attachment
from zhilian.files.store import Stored, keep
from zhilian.triage.actions.index import index
from zhilian.triage.jobs.index import follow_trail

BOTH = ("LG", "BA")


@pytest.fixture
def districts(cast: Cast) -> dict[str, District]:
    """Both districts with something of every kind, all in the index."""
    found = {code: District(cast, code) for code in BOTH}
    for one in found.values():
        hung = [one.template, one.published, one.issue]
        assert all(hung)
        with_papers(one)
    in_index()
    return found


@pytest.fixture
def told(story: Story) -> Story:
    """Six firms without electricity, in the index with the channels, stations and organisations."""
    for _ in range(6):
        story.received(text="园区停电三次，机器一停料就废了。")
    DirectChannel.objects.filter(federation=story.cast.lg, no=1).update(purpose="停电报修、增容")
    in_index()
    return story


def in_index() -> None:
    for kind, source in SOURCES.items():
        index(kind=kind, ids=source.ids(0, 10_000))


def paper(cast: Cast, subject: Any, name: str, text: str = "") -> Attachment:
    """A text file hung on a thing by the station's clerk."""
    content = (text or f"{name}：停电现场").encode()
    stored = Stored(name, keep(content), len(content), "text/plain")
    actor = cast.actor(CLERK_OF[subject.federation.code])
    (row,) = files.attach(subject=subject, stored=[stored], actor=actor, at=timezone.now())
    return row


def with_papers(district: District) -> None:
    """Files on a part, on a proof, and on cases that are nobody else's business."""
    joint, rated = district.cases[Stage.JOINT], district.cases[Stage.AWAITING_RATING]
    for part in joint.assignments.all():
        paper(district.cast, part, f"协办材料{part.pk}.txt")
    asked = Exclusion.objects.create(
        federation=rated.federation, case=rated, ground="policy", proof="见附件", asked_at=timezone.now()
    )
    paper(district.cast, asked, "剔除依据.txt")
    for stage, level in ((Stage.REPLIED, "anonymous"), (Stage.SIGNED, "restricted")):
        case = district.cases[stage]
        paper(district.cast, case, f"{level}.txt")
        Case.objects.filter(pk=case.pk).update(confidentiality=level)


def found_by(cast: Cast, who: str, kind: str) -> set[int]:
    return set(SOURCES[kind].visible(cast.actor(who)).values_list("pk", flat=True))


PAGES = {"news": "/news/{}/", "answer": "/answers/{}/", "file": "/files/{}/"}
WATCHED = ("anonymous.txt", "restricted.txt")


def test_whoever_may_open_it_finds_it_and_nobody_else(cast: Cast, districts: dict[str, District]) -> None:
    secret = set(Attachment.objects.filter(name__in=WATCHED).values_list("pk", flat=True))
    visitors, opened = {who: Visitor(cast, who) for who in PEOPLE}, 0
    for kind, page in PAGES.items():
        keys = SOURCES[kind].ids(0, 1000)
        for who, visitor in visitors.items():
            opens = {key for key in keys if visitor.get(page.format(key)).status == 200}
            assert found_by(cast, who, kind) == opens - (secret if kind == "file" else set()), f"{kind} as {who}"
            opened += len(opens)
    assert opened > 60
    papers = Attachment.objects.filter(pk__in=found_by(cast, "chen", "file"))
    assert {row.subject_type for row in papers} == {"cases.case", "cases.exclusion", "cases.assignment"}
    assert not set(WATCHED) & {one.title for one in SOURCES["file"].findable(SOURCES["file"].ids(0, 1000))}


def test_every_address_shown_opens_and_shows_the_thing(cast: Cast, districts: dict[str, District]) -> None:
    opened = set()
    for who in PEOPLE:
        visitor, actor = Visitor(cast, who), cast.actor(who)
        for kind, source in SOURCES.items():
            for shown in source.show(actor, sorted(found_by(cast, who, kind))[:3], timezone.now()):
                answer = visitor.get(shown.url.partition("#")[0])
                assert answer.status == 200, f"{kind} {shown.url} as {who}"
                assert shown.title in answer.text, f"{kind} {shown.url} as {who}"
                opened.add((kind, actor.role))
    assert {kind for kind, _ in opened} == set(SOURCES)
    assert len(opened) > 40
    units_and_firms_find_no_more(cast, districts["LG"])


def units_and_firms_find_no_more(cast: Cast, district: District) -> None:
    """Issues and templates are for those they belong to."""
    issue = district.issue
    owner, other = ("liu", "wu") if issue.unit == cast.unit("GXJ") else ("wu", "liu")
    assert issue.pk in found_by(cast, owner, "issue")
    assert issue.pk not in found_by(cast, other, "issue")
    template = save_template(title="停电答复", text="已抢修", actor=cast.actor("liu"), at=timezone.now())
    finders = [who for who in ("liu", "wu", "chen", "lu") if template.pk in found_by(cast, who, "template")]
    assert finders == ["liu"]
    assert not [kind for kind in ("issue", "template", "firm") if found_by(cast, "qian", kind)]


def test_no_page_of_results_holds_anything_of_the_neighbour(cast: Cast, districts: dict[str, District]) -> None:
    seen = 0
    for code in BOTH:
        for who in one_of_each_role(code):
            visitor = Visitor(cast, who)
            for words in ("直通车", "停电 货车", "xxdhx", "商会"):
                for page in ("/search/?q=", "/search/suggest/?q="):
                    answer = visitor.get(page + words)
                    seen += "<mark>" in answer.text
                    nothing_of_the_neighbour(code, answer.text, f"{page}{words} as {who}")
    assert seen > 40


def test_initials_find_the_chamber_its_station_and_where_they_are_shown(cast: Cast, told: Story) -> None:
    page = cast.client("qian").get("/search/?q=hgsh").content.decode()
    assert "<mark>横岗商会</mark>" in page
    assert 'href="/stations/#ST-HG"' in page
    assert 'id="ST-HG"' in cast.client("qian").get("/stations/").content.decode()


def test_a_file_is_found_by_what_it_says_until_its_case_becomes_anonymous(cast: Cast, told: Story) -> None:
    case, client = told.case(Stage.JOINT), cast.client("chen")
    for _ in range(9):
        follow_trail(told.now)
    row = paper(cast, case, "记录.txt", "变压器烧毁的现场照片说明")
    part = paper(cast, case.assignments.last(), "协办.txt", "变压器烧毁的责任认定")
    assert set(SOURCES["file"].concerned("cases.case", [case.pk])) == {row.pk, part.pk}
    note(case=case, text="材料齐了", actor=cast.actor("chen"), at=told.later())
    while follow_trail(told.now):
        pass
    page = client.get("/search/?q=变压器烧毁").content.decode()
    assert f'href="/files/{row.pk}/preview/"' in page
    assert "<mark>变压器烧毁</mark>的现场照片说明" in page
    assert "协办.txt" in page
    assert case.number in page
    Case.objects.filter(pk=case.pk).update(confidentiality="anonymous")
    assert "记录.txt" not in client.get("/search/?q=变压器烧毁").content.decode(), "even before the index is told"


def test_kinds_are_tabs_with_figures_and_a_kind_has_filters(cast: Cast, told: Story) -> None:
    client = cast.client("chen")
    page = client.get("/search/?q=停电")
    assert page.headers["Cache-Control"].count("no-store") == 1
    shown = {group.kind: group for group, _url in page.context["groups"]}
    assert len(shown["case"].hits) == 4 < shown["case"].count
    assert f'诉求<span class="count">{shown["case"].count}</span>' in page.content.decode()
    stage = client.get(f"/search/?q=停电&kind=case&stage={Stage.SUBMITTED}")
    assert {hit.shown.facts[1] for group, _url in stage.context["groups"] for hit in group.hits} == {"待受理"}
    assert "环节: 待受理" in stage.content.decode()
    assert not client.get("/search/?q=停电&kind=case&since=2099-01-01").context["groups"]
    assert client.get("/search/?q=停电&kind=case&since=gestern&offset=x").context["groups"]


def test_more_goes_on_where_the_page_ended(cast: Cast, told: Story) -> None:
    for _ in range(25):
        told.received(text="塔吊挡住了厂门")
    in_index()
    client = cast.client("chen")
    first = client.get("/search/?q=塔吊&kind=case")
    second = client.get(first.context["more"])
    keys = [
        {hit.shown.object_id for group, _ in page.context["groups"] for hit in group.hits} for page in (first, second)
    ]
    assert [len(one) for one in keys] == [20, 5]
    assert not keys[0] & keys[1]
    assert not second.context["more"]


def test_nothing_found_says_so_and_what_to_do(cast: Cast, told: Story) -> None:
    page = cast.client("qian").get("/search/?q=<b>飞碟</b> 降落").content.decode()
    assert "没有找到" in page
    assert "<b>飞碟" not in page
    assert 'href="/search/?q=%E9%99%8D%E8%90%BD"' in page
    assert 'href="/cases/"' in page
    assert 'href="/members/"' not in page


NONSENSE = ("", "  ", "%", "'", '"', "AND OR NOT (", "a" * 5000, "停" * 400, "😀", "*", "\\", "-", "<b>", "{{ q }}")


def test_whatever_is_typed_there_is_a_page(cast: Cast, told: Story) -> None:
    for client in map(cast.client, ("chen", "qian")):
        for path in ("/search/", "/search/suggest/"):
            for words in NONSENSE:
                assert client.get(path, {"q": words, "kind": "case"}).status_code == 200, words
            assert client.get(path, {"q": "停电", "kind": "nothing", "stage": "x"}).status_code == 200


def test_suggestions_are_options_with_names_of_their_own_and_lead_on(cast: Cast, told: Story) -> None:
    client = cast.client("chen")
    page = client.get("/search/suggest/?q=停电").content.decode()
    assert page.count('role="option"') > 2
    assert 'id="find-1"' in page
    assert 'href="/search/?q=%E5%81%9C%E7%94%B5"' in page
    assert "no-store" in client.get("/search/suggest/?q=停电").headers["Cache-Control"]
    assert 'role="option"' not in client.get("/search/suggest/?q=").content.decode()


@pytest.mark.parametrize("who", ["qian", "xiaolin", "chen", "bai", "sun", "xi", "shen"])
def test_the_box_stands_on_every_page_of_whoever_is_signed_in(cast: Cast, who: str) -> None:
    page = cast.client(who).get("/channels/").content.decode()
    assert page.count('role="combobox"') == 1
    assert 'action="/search/"' in page


def test_a_stranger_finds_no_box_and_is_sent_to_the_sign_in(cast: Cast) -> None:
    visitor = Visitor(cast, None)
    assert 'role="combobox"' not in visitor.get("/channels/").text
    assert [visitor.get(path).status for path in ("/search/?q=停电", "/search/suggest/?q=停电")] == [302, 302]


def test_what_is_looked_for_leaves_no_trace(cast: Cast, told: Story, caplog: pytest.LogCaptureFixture) -> None:
    client, lines = cast.client("chen"), TrailEntry.objects.count()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        for path in ("/search/?q=钱立新", "/search/suggest/?q=钱立新", "/search/?q=钱立新&kind=case"):
            assert client.get(path).status_code == 200
    assert not [
        record
        for record in caplog.records
        if "钱立新" in record.getMessage() and not record.name.startswith("django.db")
    ]
    assert not [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE")) and "钱立新" in one["sql"]]
    assert TrailEntry.objects.count() == lines
    assert not [
        word for word in web_command("127.0.0.1", 1, 1, 1) if word.startswith(("--access-log", "--log-level=debug"))
    ]


def test_a_page_of_results_asks_no_oftener_for_more_rows(cast: Cast, told: Story) -> None:
    few = counted(cast)
    for _ in range(30):
        told.received(text="又停电了")
    in_index()
    many = counted(cast)
    assert not [path for path in few if many[path] > few[path]]
    assert max(few.values()) <= 60


def counted(cast: Cast) -> dict[str, int]:
    """How many queries each page of the search takes."""
    found, client = {}, cast.client("chen")
    for path in ("/search/?q=停电", "/search/?q=停电&kind=case", "/search/suggest/?q=停电"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        found[path] = len(asked)
    return found
