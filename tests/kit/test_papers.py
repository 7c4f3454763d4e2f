"""Official papers: what stands on them, how they look in Word, that no text can break a PDF, which fonts are taken."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
import typst
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from zhilian.kit.papers import (
    Block,
    Facts,
    Heading,
    NoFont,
    Opinion,
    Paper,
    Paragraph,
    Roll,
    Table,
    as_docx,
    as_pdf,
    document_number,
    faces,
)
from zhilian.kit.papers import fonts as typefaces
from zhilian.kit.papers import pdf as pdf_module
from zhilian.kit.papers.layout import Form, broken, layout_of, shares, signature_indents, width

FEDERATION = "深圳市龙岗区工商业联合会"
MARKUP = '#panic("x") *重* _斜_ $1/0$ \\ @谁 <标签> `码` "双" \'单\' //注 https://a.b /* */ [ ] { } #{1/0} ~ -- ...'
RARE = "堃喆镕𠮷龘🏳️‍🌈👍"
BLOCKS: tuple[Block, ...] = (
    Paragraph("第一段。\n第二段。"),
    Heading("一、基本情况"),
    Heading("（一）企业情况", 2),
    Facts((("诉求编号", "LG-2026-000317"), ("受理日期", "2026年11月2日"), ("诉求内容", "续贷" * 40))),
    Opinion("领导批示", "同意。"),
    Table(("序号", "事项"), (("1", "核实情况"), ("2",))),
    Roll("出席", "林建国、陈敏"),
    Paragraph("请于2026年12月1日前反馈。"),
)


def paper(*body: Block, **given: object) -> Paper:
    """A supervision sheet with this body."""
    usual: dict[str, object] = {
        "organisation": FEDERATION,
        "kind": "督办单",
        "number": document_number("龙工商联督办", 2026, 3),
        "title": "关于督促办结续贷诉求的通知",
        "addressee": "区工业和信息化局",
        "signature": FEDERATION,
        "date": date(2026, 11, 24),
        "notes": ("联系人：陈敏，联系电话：0755-28900000",),
        "copies": ("区委统战部", "区政府督查室"),
        "footer": "区工商联办公室",
        "marks": ("内部", "加急"),
    }
    return Paper(body=body or BLOCKS, **{**usual, **given})  # type: ignore[arg-type]


def pages(data: bytes) -> list[str]:
    """The text of each page, blanks and breaks taken out."""
    return ["".join(page.extract_text().split()).replace("\u200b", "") for page in PdfReader(BytesIO(data)).pages]


def word(data: bytes) -> Document:
    """The file as Word sees it."""
    return docx.Document(BytesIO(data))


def words(document: Document) -> str:
    """Everything that is written in the body of a Word file."""
    return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


# ---- what is counted


def test_a_number_has_its_year_in_official_brackets_and_no_padding() -> None:
    assert document_number("龙工商联督办", 2026, 3) == "龙工商联督办〔2026〕3号"


def test_short_facts_share_a_row_and_opinions_join_their_table() -> None:
    [form] = layout_of(
        paper(Facts((("编号", "1"), ("日期", "2"), ("内容", "长" * 30), ("电话", "3"))), Opinion("批示"))
    ).parts
    assert isinstance(form, Form)
    assert [1 if isinstance(row, Opinion) else len(row) for row in form.rows] == [2, 1, 1, 1]


def test_wide_columns_give_way_so_that_a_date_stays_on_its_line() -> None:
    number, text, unit, day = shares(
        [["序号", "议定事项", "责任单位", "完成时限"], ["1", "长" * 200, "单" * 12, "2026年12月30日"]]
    )
    assert number + text + unit + day == pytest.approx(1)
    assert day * 31.5 > width("2026年12月30日") + 1
    assert text > unit > number


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于督促办结续贷诉求的通知", ["关于督促办结续贷诉求的通知"]),
        ("关于督促办结“流动资金贷款续贷未获批准”诉求的通知", ["关于督促办结", "“流动资金贷款续贷未获批准”诉求的通知"]),
        ("自己\n断开的标题", ["自己", "断开的标题"]),
        ("A" * 90, ["A" * 30] * 3),
    ],
)
def test_a_long_title_breaks_where_its_words_allow(title: str, lines: list[str]) -> None:
    assert broken(title).split("\n") == lines


@given(st.text("关于的“”，2026", max_size=120))
def test_breaking_a_title_loses_nothing(title: str) -> None:
    assert broken(title).replace("\n", "") == title


@pytest.mark.parametrize(
    ("signature", "indents"),
    [("区工商联", (5.5, 4.0)), (FEDERATION, (2.0, 4.5)), ("长" * 20, (2.0, 8.5))],
)
def test_signature_and_date_are_centred_on_each_other(signature: str, indents: tuple[float, float]) -> None:
    day = "2026年11月24日"
    assert signature_indents(signature, day) == indents
    assert indents[0] + width(signature) / 2 == indents[1] + width(day) / 2


# ---- Word


def test_word_has_every_text_of_the_paper() -> None:
    text = words(word(as_docx(paper())))
    for part in ("内部", "加急", FEDERATION, "督　办　单", "龙工商联督办〔2026〕3号", "区工业和信息化局：", "第二段。"):
        assert part in text
    for part in (
        "LG-2026-000317",
        "领导批示",
        "签名：",
        "核实情况",
        "出席：林建国",
        "2026年11月24日",
        "（联系人：陈敏",
    ):
        assert part in text
    assert "抄送：区委统战部，区政府督查室。" in text


def test_word_names_the_fonts_and_measures_of_the_standard() -> None:
    document = word(as_docx(paper()))
    section = document.sections[0]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    measures = (section.page_width, section.page_height, *margins)
    assert [round((measure or 0) / Mm(1)) for measure in measures] == [210, 297, 37, 35, 28, 26]
    body = next(line for line in document.paragraphs if line.text == "第一段。")
    style = document.styles[body.style.name]  # type: ignore[union-attr]
    assert style.paragraph_format.line_spacing == Pt(28.95)
    assert style.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    named = {fonts.get(qn("w:eastAsia")) for fonts in document.styles.element.iter(qn("w:rFonts"))}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"} <= named


def test_word_has_real_tables_with_a_header_that_repeats() -> None:
    form, table, _foot = word(as_docx(paper())).tables
    assert [cell.text for cell in form.rows[0].cells] == ["诉求编号", "LG-2026-000317", "受理日期", "2026年11月2日"]
    assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[2].cells] == ["2", ""]


def test_word_keeps_the_last_paragraph_with_signature_and_date() -> None:
    lines = word(as_docx(paper())).paragraphs
    place = next(number for number, line in enumerate(lines) if line.text.startswith("请于"))
    kept = [line.paragraph_format.keep_with_next for line in lines[place : place + 4]]
    assert [line.text for line in lines[place + 1 : place + 3]] == [FEDERATION, "2026年11月24日"]
    assert kept == [True] * 4
    assert lines[place].paragraph_format.keep_together


def test_word_numbers_its_pages_at_the_outer_edge() -> None:
    section = word(as_docx(paper())).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert footer.paragraphs[0].text == "—  —"


@settings(max_examples=15)
@given(st.text(max_size=30))
def test_word_opens_whatever_was_typed(text: str) -> None:
    document = word(as_docx(paper(Paragraph(text), Facts(((text, text),)), title=text, organisation=text)))
    assert "区工业和信息化局" in words(document)


# ---- PDF


def test_pdf_has_every_text_of_the_paper() -> None:
    data = as_pdf(paper())
    assert data.startswith(b"%PDF")
    text = "".join(pages(data))
    for part in (
        "内部",
        FEDERATION,
        "龙工商联督办〔2026〕3号",
        "区工业和信息化局：",
        "第二段。",
        "LG-2026-000317",
        "—1—",
    ):
        assert part in text
    for part in (
        "领导批示",
        "同意。",
        "核实情况",
        "出席：林建国、陈敏",
        "抄送：区委统战部，区政府督查室。",
        "2026年11月24日印发",
    ):
        assert part in text
    assert "抄送：区委统战部，区政府督查室。区工商联办公室2026年11月24日印发" in text


def test_nothing_in_a_text_is_read_as_markup() -> None:
    body = (
        Paragraph(MARKUP),
        Heading(MARKUP),
        Facts(((MARKUP, MARKUP),)),
        Opinion(MARKUP, MARKUP),
        Roll(MARKUP, MARKUP),
    )
    whole = paper(
        *body, Table((MARKUP,), ((MARKUP,),)), organisation=MARKUP, kind=MARKUP, title=MARKUP, notes=(MARKUP,)
    )
    text = "".join(pages(as_pdf(whole)))
    assert text.count('#panic("x")*重*_斜_$1/0$\\@谁<标签>`码`') >= 4
    assert "//注https://a.b/**/[]{}#{1/0}~--..." in text


def test_the_template_asks_for_nothing_from_elsewhere() -> None:
    template = Path(pdf_module.__file__).with_name("paper.typ").read_text(encoding="utf-8")
    assert not [word for word in ("import", "include", "@preview", "eval(", "read(") if word in template]


def test_rare_characters_are_in_the_pdf_and_flags_do_no_harm() -> None:
    assert "堃喆镕" in "".join(pages(as_pdf(paper(Paragraph(RARE)))))


def test_a_word_without_end_is_broken_at_the_edge() -> None:
    page = PdfReader(BytesIO(as_pdf(paper(Paragraph("W" * 200), Facts((("网址", "https://" + "a" * 300),)))))).pages[0]
    assert max(len(line.strip()) for line in page.extract_text().splitlines() if "W" in line) < 60


@settings(max_examples=15)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_drawn(one: str, other: str) -> None:
    body = (Paragraph(one), Facts(((one, other),)), Opinion(one, other), Table((one,), ((other,),)), Roll(one, other))
    assert as_pdf(paper(*body, organisation=one, title=other, signature=one, copies=(other,))).startswith(b"%PDF")


def test_a_paper_may_be_nearly_empty() -> None:
    bare = Paper(organisation=FEDERATION, kind="", number="")
    assert len(pages(as_pdf(bare))) == 1
    assert word(as_docx(bare)).paragraphs


def papers_of_growing_length() -> Iterator[tuple[list[str], int]]:
    for count in range(4, 32, 3):
        body = [Paragraph(f"第{number}段结束") for number in range(count)]
        yield pages(as_pdf(paper(*body, marks=()))), count


def test_signature_date_and_foot_are_never_on_a_page_of_their_own() -> None:
    for text, count in papers_of_growing_length():
        assert f"第{count - 1}段结束" in text[-1]
        assert f"{FEDERATION}2026年11月24日（联系人" in text[-1]
        assert "2026年11月24日印发" in text[-1]


def test_a_last_paragraph_longer_than_a_page_goes_on() -> None:
    text = pages(as_pdf(paper(Paragraph("长" * 2000))))
    assert sum(page.count("长") for page in text) == 2000
    assert "2026年11月24日印发" in text[-1]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert as_pdf(paper()) == as_pdf(paper())
    assert as_docx(paper()) == as_docx(paper())


def test_papers_drawn_at_the_same_time_do_not_mix() -> None:
    wanted = [paper(Paragraph(f"第{number}号"), title=f"题{number}") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(as_pdf, wanted))
    assert ["".join(pages(data)).count(f"第{number}号") for number, data in enumerate(drawn)] == [1] * 12


# ---- fonts


def test_a_bare_machine_has_the_font_that_comes_along() -> None:
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in typefaces.supplied()])
    assert typefaces.choose(found, ())["body"] == ["Noto Sans CJK SC"]


def test_without_any_chinese_font_it_is_said_what_to_install() -> None:
    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        typefaces.choose(typst.Fonts(include_system_fonts=False), ())


def test_an_offices_own_folder_of_fonts_is_searched(tmp_path: Path) -> None:
    [supplied] = typefaces.supplied()
    font = next(supplied.glob("*.ttc"))
    (tmp_path / font.name).symlink_to(font)
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(tmp_path)])
    assert "Noto Sans CJK KR" in typefaces.choose(found, [tmp_path])["body"]
    assert set(faces([tmp_path])) >= {"title", "body", "black", "script"}
