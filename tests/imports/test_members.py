"""Enterprises from spreadsheets: what each row would do, and that it does just that."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.imports.sheets import applied, beside, checked, code, csv_of, examined, xlsx_of
from zhilian.core.errors import Invalid
from zhilian.core.queries import trail_of
from zhilian.files.imports import Findings, Outcome
from zhilian.files.models import ImportProblem
from zhilian.members.models import Contact, Enterprise

FULL = (
    "深圳市横岗精工模具有限公司",
    code(1),
    "横岗街道",
    "横岗一路 1 号",
    "C35",
    "小型",
    "黄志远",
    "经理",
    "138 0013 8000",
    "h@x.cn",
)


def found(cast: Cast, tmp_path: Path, *rows: tuple[object, ...], name: str = "企业.csv") -> Findings:
    content = xlsx_of(*rows) if name.endswith("xlsx") else csv_of(*rows)
    return examined(cast, tmp_path / name, content)


def outcomes(findings: Findings) -> list[str]:
    return [str(outcome) for outcome, number in findings.counts.items() for _ in range(number)]


def reasons(findings: Findings) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, str(one.reason)) for one in findings.problems]


def test_a_full_row_becomes_a_firm_with_its_contact(cast: Cast) -> None:
    run = applied(cast, csv_of(FULL))
    firm = Enterprise.objects.get(name=FULL[0])
    assert (run.state, run.to_create, run.bad) == ("done", 1, 0)
    assert (firm.credit_code, firm.street, firm.address) == (code(1), cast.streets["440307017"], "横岗一路 1 号")
    assert (firm.industry, firm.size, firm.federation, firm.initials[:4]) == ("35", "small", cast.lg, "SZSH")
    contact = firm.contacts.get()
    assert (contact.name, contact.post, contact.phone, contact.email) == ("黄志远", "经理", "13800138000", "h@x.cn")


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    applied(cast, csv_of(FULL, ("甲厂",)))
    before = list(Enterprise.objects.order_by("pk").values())
    again = checked(cast, csv_of(FULL, ("甲厂",)))
    assert (again.to_create, again.to_update, again.unchanged, again.bad) == (0, 0, 2, 0)
    assert list(Enterprise.objects.order_by("pk").values()) == before


def test_one_line_of_trail_says_what_came_in(cast: Cast) -> None:
    run = applied(cast, csv_of(FULL, ("",), ("横岗明亮眼镜厂", "", "", "新地址")))
    [line] = trail_of(run)
    assert line.verb == "members.imported"
    assert line.actor_name == "陈思旻"
    for fact in ('"created":1', '"updated":1', '"unchanged":0', '"bad":0', '"filename":"企业.csv"', run.sha256):
        assert fact in line.facts


def test_a_firm_is_known_by_its_code_even_under_a_new_name(cast: Cast) -> None:
    applied(cast, csv_of(("老名字模具厂", code(7))))
    run = applied(cast, csv_of(("新名字模具有限公司", code(7))))
    assert (run.to_create, run.to_update) == (0, 1)
    firm = Enterprise.objects.get(credit_code=code(7))
    assert (firm.name, firm.name_folded, firm.initials) == ("新名字模具有限公司", "新名字模具有限公司", "XMZMJYXGS")


def test_a_firm_without_a_code_gets_the_one_of_the_file(cast: Cast) -> None:
    applied(cast, csv_of(("横岗明亮眼镜厂", code(8))))
    assert cast.firms["qian"].pk == Enterprise.objects.get(credit_code=code(8)).pk


def test_empty_cells_change_nothing(cast: Cast) -> None:
    applied(cast, csv_of(FULL))
    run = checked(cast, csv_of((FULL[0], "", "-", "无", "/", "", "暂无")))
    assert (run.unchanged, run.bad) == (1, 0)


def test_a_contact_is_changed_where_the_file_says_otherwise(cast: Cast) -> None:
    run = applied(cast, csv_of(("横岗明亮眼镜厂", "", "", "", "", "", "", "厂长", "0755-28881234")))
    contact = Contact.objects.get(enterprise=cast.firms["qian"])
    assert run.to_update == 1
    assert (contact.name, contact.post, contact.phone) == ("钱立新", "厂长", "0755-28881234")


def test_the_neighbours_firms_are_not_touched(cast: Cast) -> None:
    applied(cast, csv_of(("西乡渡海星电子厂", code(9))))
    cast.firms["ba_fang"].refresh_from_db()
    assert cast.firms["ba_fang"].credit_code is None
    assert Enterprise.objects.filter(name="西乡渡海星电子厂").count() == 2


def test_each_bad_cell_is_named_with_row_column_and_reason(cast: Cast, tmp_path: Path) -> None:
    findings = found(
        cast,
        tmp_path,
        ("", code(1)),
        ("甲厂", "91440300MA5EXAMP0O"),
        ("乙厂", "000000000000000000"),
        ("丙厂", "9144030"),
        ("丁厂", code(2)[:-1] + ("A" if code(2)[-1] != "A" else "B")),
        ("戊厂", "", "平湖街道"),
        ("己厂", "", "", "", "Z99", "巨大"),
        ("庚厂", "", "", "", "", "", "王", "", "28888888", "nobody"),
        ("辛" * 101,),
    )
    assert findings.bad == 9
    assert [(row, column, reason[:9]) for row, column, reason in reasons(findings)] == [
        (2, "企业名称", "缺少企业名称。"),
        (3, "统一社会信用代码", "第 18 位是“O"),
        (4, "统一社会信用代码", "统一社会信用代码不"),
        (5, "统一社会信用代码", "统一社会信用代码应"),
        (6, "统一社会信用代码", "第 18 位校验码"),
        (7, "所属街道", "本区没有这个街道。"),
        (8, "行业", "GB/T 4754"),
        (8, "规模", "规模应为大型、中型"),
        (9, "联系电话", "固定电话请加区号，"),
        (9, "邮箱", "电子邮箱格式不正确"),
        (10, "企业名称", "内容过长，不能超过"),
    ]


def test_doubles_within_the_file_are_named_by_their_first_row(cast: Cast, tmp_path: Path) -> None:
    findings = found(cast, tmp_path, ("甲厂", code(1)), ("乙厂", code(1)), ("甲 厂",), ("丙厂",))
    assert reasons(findings) == [
        (3, "统一社会信用代码", "与第 2 行的统一社会信用代码重复。"),
        (4, "企业名称", "与第 2 行的名称重复。"),
    ]
    assert findings.counts[Outcome.CREATE] == 2


def test_two_rows_that_mean_one_firm_of_the_registry_are_doubles(cast: Cast, tmp_path: Path) -> None:
    applied(cast, csv_of(("甲厂", code(1))))
    findings = found(cast, tmp_path, ("甲厂新名", code(1)), ("甲厂",))
    assert reasons(findings) == [(3, "企业名称", "与第 2 行是同一家企业。")]


def test_a_name_with_another_code_is_a_conflict(cast: Cast, tmp_path: Path) -> None:
    applied(cast, csv_of(("甲厂", code(1)), ("乙厂", code(2))))
    findings = found(cast, tmp_path, ("甲厂", code(3)), ("乙厂", code(1)))
    assert reasons(findings) == [
        (2, "统一社会信用代码", f"库中已有同名企业，但统一社会信用代码不同：{code(1)}。"),
        (3, "企业名称", "这个名称属于库中的另一家企业。"),
    ]


def test_full_width_digits_and_blanks_are_read(cast: Cast, tmp_path: Path) -> None:
    wide = code(1).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    [change] = found(
        cast, tmp_path, ("　甲　厂 ", f"{wide[:9]} {wide[9:]}", "", "", "", "", "", "", "１３８００１３８０００")
    ).changes
    assert change.payload.facts == {"name": "甲 厂", "credit_code": code(1)}
    assert change.payload.contact == {"phone": "13800138000"}


@pytest.mark.parametrize("text", ["横岗", "横岗街道", "横岗街道办事处", "深圳市龙岗区横岗街道", "440307017"])
def test_a_street_is_known_by_its_names_and_its_code(cast: Cast, tmp_path: Path, text: str) -> None:
    [change] = found(cast, tmp_path, ("甲厂", "", text)).changes
    assert change.payload.facts["street"] == cast.streets["440307017"]


def test_free_words_for_an_industry_leave_it_empty_and_are_counted(cast: Cast, tmp_path: Path) -> None:
    rows = [(f"甲{n}厂", "", "", "", "元器件" if n % 2 else "软件服务") for n in range(5)]
    findings = found(cast, tmp_path, *rows)
    assert findings.bad == 0
    assert "5 行的行业名称" in str(findings.remarks[0])
    assert "软件服务 (3) · 元器件 (2)" in str(findings.remarks[0])


def test_of_two_phone_numbers_the_first_is_taken(cast: Cast, tmp_path: Path) -> None:
    findings = found(cast, tmp_path, ("甲厂", "", "", "", "", "", "王", "", "13800138000/0755-28881234"))
    assert findings.changes[0].payload.contact["phone"] == "13800138000"
    assert "1 行填了多个电话" in str(findings.remarks[0])


def test_the_preview_says_what_the_registry_still_waits_for(cast: Cast) -> None:
    run = checked(cast, csv_of(("甲厂",), ("乙厂", code(1))))
    said = [str(words) for words in run.remarks_said]
    assert said == [
        "1 家新增企业没有统一社会信用代码，可以以后补填。",
        "2 家新增企业没有街道，可以以后补填。",
        "2 家新增企业没有行业，可以以后补填。",
    ]


def test_rare_characters_and_emoji_stay_as_they_are(cast: Cast) -> None:
    applied(cast, xlsx_of(("𠮷祥😀贸易行",)))
    assert Enterprise.objects.filter(name="𠮷祥😀贸易行").exists()


def test_when_all_must_be_good_nothing_comes_in_with_one_bad_row(cast: Cast) -> None:
    with pytest.raises(Invalid, match="1 行有问题"):
        applied(cast, csv_of(("甲厂",), ("乙厂", "1")), mode="all_or_nothing")
    assert not Enterprise.objects.filter(name="甲厂").exists()


def test_good_rows_stand_while_bad_ones_are_kept_for_reading(cast: Cast) -> None:
    run = applied(cast, csv_of(("甲厂",), ("乙厂", "1")))
    assert Enterprise.objects.filter(name="甲厂").exists()
    assert not Enterprise.objects.filter(name="乙厂").exists()
    [problem] = ImportProblem.objects.filter(run=run)
    assert (problem.row, problem.column, problem.value) == (3, "统一社会信用代码", "1")


def test_gb18030_is_read(cast: Cast, tmp_path: Path) -> None:
    findings = examined(cast, tmp_path / "企业.csv", csv_of(("深圳市横岗眼镜有限公司",), encoding="gb18030"))
    assert findings.changes[0].payload.facts["name"] == "深圳市横岗眼镜有限公司"


def test_3694_listed_companies_can_all_be_imported(cast: Cast) -> None:
    content = beside("data/enterprises/listed-2019.csv").read_bytes()
    run = applied(cast, content)
    assert (run.rows_total, run.to_create, run.bad) == (3694, 3694, 0)
    assert Enterprise.objects.filter(federation=cast.lg, credit_code=None).count() == 3694 + 2
    again = checked(cast, content)
    assert (again.unchanged, again.to_create, again.to_update) == (3694, 0, 0)
    assert any("3694 家新增企业没有统一社会信用代码" in str(words) for words in run.remarks_said)
