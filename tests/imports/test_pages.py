"""An import in the browser: sent, looked at, read otherwise, applied or put aside; seen by nobody else."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cast import NOW, Cast
from tests.files.samples import PDF
from tests.imports.sheets import checked, code, csv_of, upload
from zhilian.files.jobs import run_import
from zhilian.files.models import ImportRun
from zhilian.members.models import Enterprise

ClientAs = Callable[[str], Client]
ROWS = (("甲厂", code(1)), ("乙厂", "1"))


def text_of(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_from_the_file_to_the_firms(cast: Cast, client_as: ClientAs) -> None:
    browser = client_as("chen")
    assert "可识别的列" in text_of(browser, "/imports/members/new/")
    sent = browser.post("/imports/members/new/", {"file": upload(csv_of(*ROWS))})
    address = sent["Location"]
    waiting = text_of(browser, address)
    assert "正在排队" in waiting
    assert 'http-equiv="refresh"' in waiting  # without scripts the page looks again by itself
    run_import(NOW)
    preview = text_of(browser, address)
    for words in ("导入 1 行", "统一社会信用代码应为 18 位，现在是 1 位。", "甲厂", "还没有改动任何数据"):
        assert words in preview
    assert not Enterprise.objects.filter(name="甲厂").exists()
    browser.post(f"{address}start/", {"mode": "good_rows"})
    run_import(NOW)
    assert "查看导入的数据" in text_of(browser, address)
    assert Enterprise.objects.filter(name="甲厂", federation=cast.lg).exists()


def test_the_bar_asks_for_itself_and_reloads_the_page_at_the_end(cast: Cast, client_as: ClientAs) -> None:
    browser = client_as("chen")
    address = browser.post("/imports/members/new/", {"file": upload(csv_of(*ROWS))})["Location"]
    waiting = browser.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    run_import(NOW)
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_all_or_nothing_is_refused_at_once_where_rows_are_bad(cast: Cast, client_as: ClientAs) -> None:
    run, browser = checked(cast, csv_of(*ROWS)), client_as("chen")
    answer = browser.post(f"/imports/members/{run.pk}/start/", {"mode": "all_or_nothing"})
    assert answer.status_code == 422
    assert "有 1 行有问题，因此没有导入任何数据。" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == "checked"


def test_a_person_says_what_a_heading_means(cast: Cast, client_as: ClientAs) -> None:
    run = checked(cast, csv_of(("甲厂", "王"), headings=("字号", "法人")))
    browser, address = client_as("chen"), f"/imports/members/{run.pk}/"
    assert "请在下方指定对应的列" in text_of(browser, address)
    assert browser.post(f"{address}headings/", {"h0": "name", "h1": "name"}).status_code == 422
    browser.post(f"{address}headings/", {"h0": "name", "h1": "contact"})
    run_import(NOW)
    run.refresh_from_db()
    assert (run.state, run.to_create) == ("checked", 1)
    assert run.headings == [["字号", "name"], ["法人", "contact"]]
    browser.post(f"{address}start/")
    run_import(NOW)
    assert Enterprise.objects.get(name="甲厂").contacts.get().name == "王"


def test_a_file_can_be_put_aside_once(cast: Cast, client_as: ClientAs) -> None:
    run, browser = checked(cast, csv_of(*ROWS)), client_as("chen")
    assert browser.post(f"/imports/members/{run.pk}/drop/").status_code == 302
    assert browser.post(f"/imports/members/{run.pk}/start/").status_code == 409
    assert "已放弃" in text_of(browser, f"/imports/members/{run.pk}/")


def test_bad_rows_come_as_a_spreadsheet_in_which_nothing_is_computed(cast: Cast, client_as: ClientAs) -> None:
    run = checked(cast, csv_of(("甲厂", "=1+1")))
    answer = client_as("chen").get(f"/imports/members/{run.pk}/problems.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["行号", "列", "内容", "原因"]
    assert rows[1][:3] == [2, "统一社会信用代码", "=1+1"]
    assert sheet["C2"].data_type == "s"


def test_the_empty_spreadsheet_has_the_headings_we_understand(client_as: ClientAs, cast: Cast) -> None:
    answer = client_as("chen").get("/imports/members/template.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["企业名称", "统一社会信用代码", "所属街道"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("空.csv", b"", "文件是空的"), ("大.csv", b"x" * (20 * 1024 * 1024 + 1), "文件过大")],
)
def test_empty_and_huge_files_are_refused_at_the_door(
    cast: Cast, client_as: ClientAs, name: str, content: bytes, words: str
) -> None:
    answer = client_as("chen").post("/imports/members/new/", {"file": upload(content, name)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_without_a_file_the_page_asks_for_one(cast: Cast, client_as: ClientAs) -> None:
    assert client_as("chen").post("/imports/members/new/").status_code == 422


def test_a_file_named_like_a_path_is_shown_by_its_last_part(cast: Cast, client_as: ClientAs) -> None:
    sent = upload(csv_of(*ROWS))
    sent._name = "../../etc/x\u202evsc.csv"
    client_as("chen").post("/imports/members/new/", {"file": sent})
    assert ImportRun.objects.get().filename == "xvsc.csv"


def test_a_refused_file_says_why_in_the_readers_language(cast: Cast, client_as: ClientAs) -> None:
    run, browser = checked(cast, PDF, name="名单.xlsx"), client_as("chen")
    assert "这不是表格文件" in text_of(browser, f"/imports/members/{run.pk}/")
    browser.cookies["language"] = "en"
    assert "This file is not a spreadsheet." in text_of(browser, f"/imports/members/{run.pk}/")


@pytest.mark.parametrize(
    "address", ["/imports/", "/imports/members/new/", "/imports/members/1/", "/imports/cases/new/"]
)
@pytest.mark.parametrize("person", ["qian", "xiaolin", "lu", "liu", "xi"])
def test_whoever_may_not_import_is_told_so(cast: Cast, client_as: ClientAs, person: str, address: str) -> None:
    assert client_as(person).get(address).status_code == 403


def test_the_neighbour_sees_neither_the_run_nor_its_rows(cast: Cast, client_as: ClientAs) -> None:
    run, neighbour = checked(cast, csv_of(*ROWS)), client_as("ba_dispatcher")
    for part in ("", "problems.xlsx"):
        assert neighbour.get(f"/imports/members/{run.pk}/{part}").status_code == 404
    for part in ("start/", "drop/", "headings/"):
        assert neighbour.post(f"/imports/members/{run.pk}/{part}").status_code == 404
    assert "企业.csv" not in text_of(neighbour, "/imports/")
    assert "企业.csv" in text_of(client_as("luo"), "/imports/")


def test_a_run_is_found_under_its_own_kind_only(cast: Cast, client_as: ClientAs) -> None:
    run = checked(cast, csv_of(*ROWS))
    assert client_as("chen").get(f"/imports/cases/{run.pk}/").status_code == 404
    assert client_as("chen").get("/imports/nonsense/new/").status_code == 404
