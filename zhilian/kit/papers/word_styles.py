"""The named styles, page and small XML of an official paper in Word, so that an office can go on writing in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from .layout import LINE, RED, Layout

TITLE_FACE, BODY_FACE, BLACK_FACE, SCRIPT_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
SONG_FACE, LATIN_FACE = "宋体", "Times New Roman"
THIRD, FOURTH, SECOND = 16.0, 14.0, 22.0  # points of 3号, 4号 and 2号
_TIGHTER: Final = "-5"  # a quarter of a point less between characters: 28 of 16 points fit into 156 mm
# The order in which Word wants properties (ECMA-376, CT_PPr, CT_RPr, CT_TblPr), as far as it concerns us.
_ORDERS: Final = {
    qn("w:pPr"): "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    qn("w:rPr"): "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign "
    "rtl cs em lang eastAsianLayout specVanish oMath",
    qn("w:tblPr"): "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of paragraph looks; ``line`` is exact, in points, 0 for as high as the type.

    Lines of another height than the page's grid do not snap to it.
    """

    name: str
    face: str = BODY_FACE
    size: float = THIRD
    align: ALIGN = ALIGN.LEFT
    line: float = LINE
    indent: int = 0  # hundredths of a character, first line
    outline: int | None = None
    red: bool = False
    padding: float = 0.0  # points above and below


HEAD: Final = Style("公文红头", TITLE_FACE, 36, ALIGN.CENTER, line=0, red=True)
MARK: Final = Style("公文标识", BLACK_FACE)
NUMBER: Final = Style("公文文号", align=ALIGN.CENTER)
TITLE: Final = Style("公文标题", TITLE_FACE, SECOND, ALIGN.CENTER, line=34, outline=0)
ADDRESSEE: Final = Style("公文主送")
BODY: Final = Style("公文正文", align=ALIGN.JUSTIFY, indent=200)
FIRST: Final = Style("公文一级标题", BLACK_FACE, indent=200, outline=1)
DEEPER: Final = Style("公文二级标题", SCRIPT_FACE, indent=200, outline=2)
SIGNED: Final = Style("公文落款", align=ALIGN.RIGHT)
CELL: Final = Style("公文表格", size=FOURTH, line=21)
LABEL: Final = Style("公文表格标签", BLACK_FACE, FOURTH, ALIGN.CENTER, line=21)
FOOT: Final = Style("公文版记", size=FOURTH, line=22, padding=2)
PAGE: Final = Style("公文页码", SONG_FACE, FOURTH, line=0)
STYLES: Final = (HEAD, MARK, NUMBER, TITLE, ADDRESSEE, BODY, FIRST, DEEPER, SIGNED, CELL, LABEL, FOOT, PAGE)


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """Make an element of Word's own vocabulary: ``element("ind", firstLineChars=200)``."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def put(properties: BaseOxmlElement, made: BaseOxmlElement) -> None:
    """Insert an element among a paragraph's, run's or table's properties at the place Word's order gives it."""
    order = _ORDERS[properties.tag].split()
    place = next(number for number, tag in enumerate(order) if qn(f"w:{tag}") == made.tag)
    properties.insert_element_before(made, *(f"w:{tag}" for tag in order[place + 1 :]))


def prepare(document: Document, layout: Layout) -> None:
    """Set the page and the styles up."""
    _page(document, *layout.margins)
    _normal(document)
    for style in STYLES:
        _add(document, _in_table(style, layout) if style in (CELL, LABEL) else style)


def _in_table(style: Style, layout: Layout) -> Style:
    size = layout.cell_size
    return replace(style, size=size, line=size * 1.4, padding=1.0 if layout.compact else 3.0)


def indent(paragraph: Paragraph, **attributes: int) -> None:
    """Indent one paragraph: chars in hundredths of a character beside twips, as Word writes them."""
    put(paragraph._p.get_or_add_pPr(), element("ind", **attributes))


def _page(document: Document, top: float, bottom: float) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(bottom - 12 if bottom > 30 else 9)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(element("docGrid", type="lines", linePitch=round(LINE * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # as Word has laid out since 2013


def _normal(document: Document) -> None:
    """The ground all styles stand on; the theme's fonts of the program's own template are taken out."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _faces(normal, BODY_FACE)
    normal.font.size = Pt(THIRD)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    put(normal.element.get_or_add_rPr(), element("spacing", val=_TIGHTER))


def _add(document: Document, wanted: Style) -> None:
    style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _faces(style, wanted.face)
    style.font.size = Pt(wanted.size)
    if wanted.red:
        style.font.color.rgb = RGBColor.from_string(RED)
    style.paragraph_format.alignment = wanted.align
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(wanted.padding)
    style.paragraph_format.line_spacing = Pt(wanted.line) if wanted.line else 1.0
    properties = style.element.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN", *(("snapToGrid",) if wanted.line != LINE else ())):
        put(properties, element(name, val=0))  # 2026年11月24日 is one word
    if wanted.indent:
        twips = round(wanted.size * 20 * wanted.indent / 100)
        put(properties, element("ind", firstLineChars=wanted.indent, firstLine=twips))
    if wanted.outline is not None:
        put(properties, element("outlineLvl", val=wanted.outline))


def _faces(style: ParagraphStyle, face: str) -> None:
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    latin = face if face == SONG_FACE else LATIN_FACE  # page numbers are in the half-width figures of 宋体
    for script, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", face), ("cs", latin)):
        fonts.set(qn(f"w:{script}"), name)
