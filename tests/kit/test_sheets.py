"""The papers of a case: the words that must stand on each, and what is left out when there is nothing to say."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from zhilian.kit.papers import Facts, Heading, Opinion, Paper, Paragraph, Roll, Table, as_docx, as_pdf
from zhilian.kit.papers.sheets import (
    Assignment,
    Decision,
    Matter,
    Meeting,
    Office,
    Supervision,
    assignment_sheet,
    minutes_sheet,
    supervision_sheet,
)

ISSUER = Office(name="深圳市龙岗区工商业联合会", office="区工商联办公室", contact="陈敏", phone="0755-28900000")
MATTER = Matter(
    number="LG-2026-000317",
    title="流动资金贷款续贷未获批准",
    text="我公司现有一笔300万元流动资金贷款将于2026年12月10日到期，" * 4,
    received=date(2026, 11, 2),
    firm="深圳市堃喆镕灯饰有限公司",
    contact="钱伟",
    phone="138****5678",
    street="横岗街道",
    category="融资",
    kind="求助",
    grade="一般",
    source="横岗亲清驿站",
)
ORDER = Assignment(
    lead="区工业和信息化局",
    assisting=("横岗街道办事处", "区金融服务中心"),
    channel="银会企融资通道",
    sign_by=date(2026, 11, 4),
    contact_by=date(2026, 11, 5),
    due=date(2026, 11, 16),
    proposal="请区工业和信息化局牵头。",
)
LATE = Supervision(
    unit="区工业和信息化局",
    assigned=date(2026, 11, 3),
    due=date(2026, 11, 16),
    overdue=6,
    history=(("2026年11月4日", "签收。"),),
    demands=("尽快协调银行研究续贷方案。", "不能按期办结的，书面说明原因。"),
    answer_by=date(2026, 12, 1),
)
MEETING = Meeting(
    time="2026年11月26日15:00",
    place="区工商联三楼会议室",
    chair="林建国",
    present=("林建国（区工商联）", "周敏（区工业和信息化局）"),
    discussion="会议听取了情况说明。",
    decisions=(Decision(text="完成授信审查", unit="横岗支行", due=date(2026, 12, 4)),),
)


def order_sheet(matter: Matter = MATTER, order: Assignment = ORDER) -> Paper:
    return assignment_sheet(matter, order, issuer=ISSUER, number="龙工商联交办〔2026〕12号", day=date(2026, 11, 3))


def supervision(late: Supervision = LATE) -> Paper:
    return supervision_sheet(MATTER, late, issuer=ISSUER, number="龙工商联督办〔2026〕3号", day=date(2026, 11, 24))


def facts(paper: Paper) -> dict[str, str]:
    return {label: text for block in paper.body if isinstance(block, Facts) for label, text in block.rows}


def test_an_order_sheet_tells_who_does_what_by_when_on_one_page() -> None:
    paper = order_sheet()
    told = facts(paper)
    assert (told["主办单位"], told["协办单位"]) == ("区工业和信息化局", "横岗街道办事处、区金融服务中心")
    assert (told["办结时限"], told["诉求类型"]) == ("2026年11月16日", "求助（一般）")
    assert "请于2026年11月4日前签收，于2026年11月5日前与企业联系" in told["办理要求"]
    assert [block.label for block in paper.body if isinstance(block, Opinion)][:2] == ["拟办意见", "领导批示"]
    assert len(PdfReader(BytesIO(as_pdf(paper))).pages) == 1


def test_an_order_sheet_leaves_out_what_is_not_known_or_not_to_be_shown() -> None:
    bare = replace(MATTER, contact="", phone="", street="", kind="", firm="匿名")
    told = facts(order_sheet(bare, Assignment(lead="区住建局", due=date(2026, 11, 16))))
    assert {"联系人", "所属街道", "协办单位", "快捷通道", "抄送单位"}.isdisjoint(told)
    assert told["诉求类型"] == "一般"
    assert told["办理要求"].startswith("1. 请于2026年11月16日前办结")


def test_a_supervision_sheet_says_how_late_and_what_is_asked() -> None:
    paper = supervision()
    text = "".join(block.text for block in paper.body if isinstance(block, Paragraph))
    assert "办结时限为2026年11月16日，目前尚未办结，已逾期6个工作日。" in text
    assert "2. 不能按期办结的，书面说明原因。请于2026年12月1日前" in text
    assert [block.text[:1] for block in paper.body if isinstance(block, Heading)] == ["一", "二", "三"]
    assert paper.addressee == "区工业和信息化局"


def test_a_supervision_sheet_without_history_counts_its_headings_on() -> None:
    headings = [
        block.text for block in supervision(replace(LATE, history=(), overdue=0)).body if isinstance(block, Heading)
    ]
    assert headings == ["一、诉求情况", "二、督办要求"]


def test_minutes_have_dated_decisions_and_who_was_there_and_no_signature() -> None:
    paper = minutes_sheet(MATTER, MEETING, issuer=ISSUER, number="龙工商联会纪〔2026〕5号", day=date(2026, 11, 27))
    [table] = [block for block in paper.body if isinstance(block, Table)]
    assert table.rows == (("1", "完成授信审查", "横岗支行", "2026年12月4日"),)
    assert [block.label for block in paper.body if isinstance(block, Roll)] == ["出席"]
    assert not paper.signature
    assert as_docx(paper).startswith(b"PK")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(paper))).pages)
    assert "2026年11月27日印发" in text
