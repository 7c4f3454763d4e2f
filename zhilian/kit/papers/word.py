"""A paper as Word file, in the styles and fonts an office goes on writing with; whoever opens it needs the fonts."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Final

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as Line

from . import word_styles as styles
from .layout import LABEL_WIDTH, LINE, RED, Fact, Form, Grid, Layout, Part, layout_of, width
from .paper import Heading, Opinion, Paper, Paragraph, Roll
from .word_styles import FOURTH, THIRD, Style, element, put

_TWIPS_PER_MM: Final = 56.7
_COPIES_LINE: Final = 26.0  # characters of a line of 抄送
_BLOCK: Final = 8844  # twips: 156 mm
_HEAD_SPACE: Final = 99.2  # points: 35 mm
_SHORT: Final = 280.0  # characters: a last paragraph of up to ten lines is kept whole
_SIGN_HERE: Final = "签名：　　　　　　　　　年　　月　　日"
_NO_DAY: Final = date(2000, 1, 1)
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


def as_docx(paper: Paper) -> bytes:
    """Write a paper as .docx; the same paper gives the same bytes."""
    layout = layout_of(paper)
    document = docx.Document()
    styles.prepare(document, layout)
    _describe(document, paper, layout)
    _head(document, layout)
    _body(document, layout)
    _end(document, layout)
    _page_numbers(document)
    return _bytes(document)


def _describe(document: Document, paper: Paper, layout: Layout) -> None:
    day = datetime.combine(paper.date or _NO_DAY, time(12))
    told = document.core_properties
    told.title = (layout.title.replace("\n", "") or layout.kind)[:255]
    told.author, told.last_modified_by = layout.organisation[:255], ""
    told.comments, told.language, told.created, told.modified = "", "zh-CN", day, day


# ---- the head


def _head(document: Document, layout: Layout) -> None:
    for mark in layout.marks:
        _add(document, styles.MARK, mark)
    room = 4 if layout.compact else max(_HEAD_SPACE - LINE * len(layout.marks), 0)
    for number, text in enumerate(text for text in (layout.organisation, layout.kind) if text):
        line = _add(document, styles.HEAD, text, size=layout.head_size)
        line.paragraph_format.line_spacing = Pt(layout.head_size * 1.25)
        line.paragraph_format.space_before = Pt(0 if number else room)
    last = _add(document, styles.NUMBER, layout.number)
    last.paragraph_format.space_before = Pt(6 if layout.compact else 2 * LINE)
    _red_line(last)
    if layout.title:
        last = _add(document, styles.TITLE, layout.title)
        last.paragraph_format.space_before = Pt(16 if layout.compact else 2 * LINE)
    last.paragraph_format.space_after = Pt(12 if layout.compact else LINE)
    if layout.addressee:
        _add(document, styles.ADDRESSEE, layout.addressee)


def _red_line(paragraph: Line) -> None:
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=12, space=8, color=RED))
    put(paragraph._p.get_or_add_pPr(), borders)


# ---- the body


def _body(document: Document, layout: Layout) -> None:
    for part in layout.parts:
        match part:
            case Paragraph(text):
                _add(document, styles.BODY, text)
            case Heading(text, level):
                heading = {1: styles.FIRST, 2: styles.DEEPER}.get(level, styles.BODY)
                _add(document, heading, text).paragraph_format.keep_with_next = True
            case Roll():
                _roll(document, part)
            case Form():
                _form(document, part, layout.cell_size)
            case Grid():
                _grid(document, part)
    if layout.parts and (layout.signature or layout.notes or layout.copies or layout.footer):
        _keep_with_end(document, layout.parts[-1])


def _keep_with_end(document: Document, last: Part) -> None:
    """The last paragraph, or the last row of a table, goes onto the next page with signature, notes and foot."""
    if isinstance(last, Form | Grid):
        lines = [line for cell in document.tables[-1].rows[-1].cells for line in cell.paragraphs]
    else:
        lines = document.paragraphs[-1:]
        lines[0].paragraph_format.keep_together = width(lines[0].text) <= _SHORT
    for line in lines:
        line.paragraph_format.keep_with_next = True


def _roll(document: Document, roll: Roll) -> None:
    """The label in black type, the names beside it, further lines below the first name."""
    line = _add(document, styles.ADDRESSEE, "")
    _run(line, roll.label, face=styles.BLACK_FACE)
    line.add_run(roll.text)
    label = width(roll.label)
    hanging, left = round(label * THIRD * 20), round((label + 2) * THIRD * 20)
    styles.indent(line, leftChars=round((label + 2) * 100), left=left, hangingChars=round(label * 100), hanging=hanging)


def _form(document: Document, form: Form, size: float) -> None:
    label = round(LABEL_WIDTH * size * 20)
    value = (_BLOCK - 2 * label) // 2
    table = _table(document, [label, value, label, value], len(form.rows))
    for content, row in zip(form.rows, list(table.rows), strict=True):
        if isinstance(content, Opinion):
            _opinion(row, content, size)
        else:
            _facts(row, content)


def _facts(row: _Row, facts: Sequence[Fact]) -> None:
    cells = row.cells
    if len(facts) == 1:
        cells = (cells[0], cells[1].merge(cells[3]))
    for number, fact in enumerate(facts):
        _write(cells[2 * number], styles.LABEL, fact.label)
        _write(cells[2 * number + 1], styles.CELL, fact.value)


def _opinion(row: _Row, opinion: Opinion, size: float) -> None:
    """Text at the top, room to write, and the place to sign at the bottom."""
    _hold_together(row)
    cells = row.cells
    cell = cells[1].merge(cells[3])
    _write(cells[0], styles.LABEL, opinion.label)
    _write(cell, styles.CELL, opinion.text)
    cell.vertical_alignment = VERTICAL.TOP
    sign = cell.add_paragraph(_SIGN_HERE, style=styles.CELL.name)
    sign.alignment = ALIGN.RIGHT
    sign.paragraph_format.space_before = Pt(2 * size)


def _grid(document: Document, grid: Grid) -> None:
    table = _table(document, [round(share * _BLOCK) for share in grid.shares], 1 + len(grid.rows))
    header, *rows = list(table.rows)
    header._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, text in zip(header.cells, grid.header, strict=True):
        _write(cell, styles.LABEL, text)
    for row, content in zip(rows, grid.rows, strict=True):
        _hold_together(row)
        for cell, text in zip(row.cells, content, strict=True):
            _write(cell, styles.CELL, text)


def _table(document: Document, widths: Sequence[int], rows: int) -> Table:
    table: Table = document.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    for column, twips in zip(table.columns, widths, strict=True):
        column.width = Pt(twips / 20)
    return table


def _hold_together(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def _write(cell: _Cell, style: Style, text: str) -> None:
    line = cell.paragraphs[0]
    line.style = style.name
    line.add_run(text)
    cell.vertical_alignment = VERTICAL.CENTER


# ---- the end


def _end(document: Document, layout: Layout) -> None:
    has_foot = bool(layout.copies or layout.footer)
    lines = []
    for text, chars in ((layout.signature, layout.signature_indent), (layout.date, layout.date_indent)):
        if text:
            lines.append(_add(document, styles.SIGNED, text))
            styles.indent(lines[-1], rightChars=round(chars * 100), right=round(chars * THIRD * 20))
    if lines:
        lines[0].paragraph_format.space_before = Pt(LINE)
    lines += [_add(document, styles.BODY, note) for note in layout.notes]
    for line in lines if has_foot else lines[:-1]:
        line.paragraph_format.keep_with_next = True
    if has_foot:
        _foot(document, layout)


def _foot(document: Document, layout: Layout) -> None:
    """The 版记: a table fixed to the bottom of the last page."""
    rows = [text for text in (layout.copies, layout.footer) if text]
    table = document.add_table(len(rows), 1)
    table.autofit = False
    table.columns[0].width = Pt(_BLOCK / 20)
    _fix_to_bottom(table, layout)
    for row, text in zip(list(table.rows), rows, strict=True):
        _hold_together(row)
        line = row.cells[0].paragraphs[0]
        line.style = styles.FOOT.name
        line.paragraph_format.keep_with_next = text is not rows[-1]
        _copies(line, text) if text is layout.copies else _sent(line, text, layout.issued)
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)  # what the table hangs on


def _copies(line: Line, text: str) -> None:
    line.add_run(f"抄送：{text}")
    styles.indent(line, left=round(4 * FOURTH * 20), right=280, hanging=round(3 * FOURTH * 20))


def _sent(line: Line, office: str, issued: str) -> None:
    line.add_run(f"{office}\t{issued}")
    line.paragraph_format.tab_stops.add_tab_stop(Pt(_BLOCK / 20 - FOURTH), WD_TAB_ALIGNMENT.RIGHT)
    styles.indent(line, left=280)


def _fix_to_bottom(table: Table, layout: Layout) -> None:
    borders, margins = element("tblBorders"), element("tblCellMar")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(element(side, val="single", sz=eighths, space=0, color="000000"))
    for side in ("left", "right"):
        margins.append(element(side, w=0, type="dxa"))
    lines = ceil(width(layout.copies) / _COPIES_LINE) + bool(layout.footer)
    top = round((297 - layout.margins[1]) * _TWIPS_PER_MM - lines * 20 * styles.FOOT.line - 240)
    place = element("tblpPr", vertAnchor="page", horzAnchor="margin", tblpX=0, tblpY=top)
    for made in (place, borders, margins):
        put(table._tbl.tblPr, made)


def _page_numbers(document: Document) -> None:
    """— 1 —, at the outer edge and one character in from it."""
    section = document.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        line = footer.paragraphs[0]
        line.style = styles.PAGE.name
        line.alignment = align
        styles.indent(line, left=280, right=280)
        line.add_run("— ")
        field = element("fldSimple", instr="PAGE")
        line._p.append(field)
        line.add_run(" —")


# ---- the file


def _add(document: Document, style: Style, text: str, *, size: float = 0) -> Line:
    line = document.add_paragraph(style=style.name)
    run = line.add_run(text)
    if size:
        run.font.size = Pt(int(size * 2) / 2)
    return line


def _run(line: Line, text: str, *, face: str) -> None:
    run = line.add_run(text)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _bytes(document: Document) -> bytes:
    """The file with the day of packing taken out of it."""
    packed, plain = BytesIO(), BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED)
    return plain.getvalue()
