"""The stations' log of visits: written once by the clerk, corrected by notes, read by the federation."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast
from zhilian.channels import actions, queries
from zhilian.channels.facts import VisitFacts
from zhilian.channels.models import StationVisit
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import TrailEntry
from zhilian.kit.periods import read_period

LOG = "/stations/visits/"


def visit(cast: Cast, by: str = "xiaolin", **facts: Any) -> StationVisit:
    key = facts.pop("key", None)
    said = VisitFacts(**{"visited_at": NOW, "purpose": "policy", **facts})
    return actions.record_visit(visit=said, actor=cast.actor(by), at=NOW, key=key)


def test_a_form_sent_twice_is_one_visit(cast: Cast) -> None:
    key = uuid4()
    assert visit(cast, key=key) == visit(cast, key=key)
    assert TrailEntry.objects.filter(verb="visit.recorded").count() == 1


def test_the_trail_never_ties_a_firm_to_a_case(cast: Cast) -> None:
    visit(cast, enterprise=cast.firms["qian"], case_number="LG-2026-000001")
    visit(cast, enterprise=cast.firms["zhou"])
    facts = [entry.facts for entry in TrailEntry.objects.filter(verb="visit.recorded").order_by("seq")]
    assert ["LG-2026" in line for line in facts] == [True, False]
    assert ["厂" in line or "面馆" in line for line in facts] == [False, True]


@pytest.mark.parametrize("off", [timedelta(minutes=1), timedelta(days=-32)])
def test_a_visit_is_neither_to_come_nor_long_past(cast: Cast, off: timedelta) -> None:
    with pytest.raises(Invalid):
        visit(cast, visited_at=NOW + off)


def test_who_is_at_no_station_records_no_visit(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        visit(cast, by="chen")
    cast.unit("ST-HG").station.delete()
    with pytest.raises(NotPossible):
        visit(cast)


def test_a_neighbours_firm_is_not_taken(cast: Cast) -> None:
    with pytest.raises(Invalid):
        visit(cast, enterprise=cast.firms["ba_fang"])


def test_a_clerk_reads_the_own_stations_visits_and_the_federation_all(cast: Cast) -> None:
    visit(cast, enterprise=cast.firms["qian"])
    visit(cast, by="hejiayi", firm_name="布吉某店")
    visit(cast, by="ba_clerk", enterprise=cast.firms["ba_fang"])
    march = read_period("2026-03")
    assert march
    seen = {
        who: queries.visits(cast.actor(who), march).count() for who in ("xiaolin", "chen", "lu", "liu", "sun", "xi")
    }
    assert seen == {"xiaolin": 1, "chen": 2, "lu": 2, "liu": 0, "sun": 0, "xi": 0}


def test_a_visit_that_was_wrong_is_declared_void_once_and_counts_nowhere(cast: Cast) -> None:
    wrong, right = visit(cast, purpose="law"), visit(cast, purpose="finance")
    given: dict[str, Any] = {"visit": wrong, "actor": cast.actor("xiaolin"), "at": NOW, "text": "登错了", "void": True}
    with pytest.raises(NotPossible):
        actions.note_on_visit(**{**given, "actor": cast.actor("hejiayi")})
    actions.note_on_visit(**given)
    with pytest.raises(NotPossible):
        actions.note_on_visit(**given)
    march = read_period("2026-03")
    assert march
    assert queries.counted_by_purpose(cast.actor("xiaolin"), march) == [("融资", 1)]
    assert queries.visits(cast.actor("xiaolin"), march).count() == 2
    assert queries.counted_by_station(cast.actor("chen"), march) == {right.station_id: 1}


# ---- the page


def typed(**more: Any) -> dict[str, Any]:
    at = timezone.localtime() - timedelta(minutes=5)
    return {"purpose": "case", "visited_at": f"{at:%Y-%m-%dT%H:%M}", "key": str(uuid4()), **more}


def test_the_clerk_names_the_firm_in_the_words_of_the_registry_or_ticks_it(cast: Cast) -> None:
    xiaolin, firm = cast.client("xiaolin"), cast.firms["qian"]
    assert xiaolin.post(LOG, typed(firm="明亮")).status_code == 422
    assert "横岗明亮眼镜厂" in xiaolin.get(f"{LOG}firms/?firm=明亮").content.decode()
    assert xiaolin.post(LOG, typed(firm="明亮", enterprise=firm.pk)).status_code == 302
    assert xiaolin.post(LOG, typed(firm="明亮", enterprise="none")).status_code == 302
    assert xiaolin.post(LOG, typed()).status_code == 302
    rows = StationVisit.objects.order_by("pk").values_list("enterprise_id", "firm_name")
    assert list(rows) == [(firm.pk, ""), (None, "明亮"), (None, "")]
    page = xiaolin.get(LOG).content.decode()
    assert "横岗明亮眼镜厂" in page
    assert "未登记企业" in page


def test_the_registrys_firms_of_a_neighbour_are_not_suggested(cast: Cast) -> None:
    xiaolin = cast.client("xiaolin")
    assert "海星" not in xiaolin.get(f"{LOG}firms/?firm=海星").content.decode().replace('value="海星"', "")
    assert xiaolin.post(LOG, typed(firm="海星", enterprise=cast.firms["ba_fang"].pk)).status_code == 302
    assert StationVisit.objects.get().enterprise is None


def test_what_makes_no_sense_is_said_beside_its_field(cast: Cast) -> None:
    xiaolin = cast.client("xiaolin")
    for wrong in ({"case_number": "三号"}, {"visited_at": "2031-01-01T10:00"}, {"purpose": "gossip"}, {"firm": "\0"}):
        assert xiaolin.post(LOG, typed(**wrong)).status_code == 422
    assert not StationVisit.objects.exists()


def test_the_federation_reads_by_station_and_month(cast: Cast) -> None:
    visit(cast, enterprise=cast.firms["qian"])
    chen = cast.client("chen")
    assert "横岗明亮眼镜厂" in chen.get(f"{LOG}?period=2026-03&station=ST-HG").content.decode()
    assert "横岗明亮眼镜厂" not in chen.get(f"{LOG}?period=2026-03&station=ST-BT").content.decode()
    assert "横岗明亮眼镜厂" not in chen.get(f"{LOG}?period=2026-02").content.decode()
    assert chen.post(LOG, typed()).status_code == 403
    assert cast.client("liu").get(LOG).status_code == 403
