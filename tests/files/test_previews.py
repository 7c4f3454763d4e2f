"""A look at an attachment: only as text, a picture or a PDF; never as a page of somebody's making."""

from collections.abc import Callable
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.files import samples
from zhilian.core import registry
from zhilian.core.actor import Actor
from zhilian.files import filetypes as types
from zhilian.files.actions import attach
from zhilian.files.models import Attachment
from zhilian.files.store import Stored, keep, location
from zhilian.files.uploads import check_upload
from zhilian.kit.spreadsheets import write_xlsx

Hang = Callable[..., Attachment]
Noted = list[tuple[str, str]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.fixture
def noted() -> Noted:
    """Who was given what of a street to read."""
    return []


@pytest.fixture
def hang(cast: Cast, noted: Noted, monkeypatch: pytest.MonkeyPatch) -> Hang:
    """``hang(name, content)``: what somebody sent hangs on a street, which dispatchers alone may read."""

    def may_read(actor: Actor, subject_id: str, attachment_id: int) -> bool:
        return actor.role == "dispatcher"

    monkeypatch.setitem(registry.ATTACHMENT_OWNERS, "core.street", may_read)
    monkeypatch.setitem(
        registry.ATTACHMENT_READINGS, "core.street", lambda actor, key, at: noted.append((actor.username, key))
    )

    def hung(name: str, content: bytes, kind: types.FileType | None = None) -> Attachment:
        stored = (
            Stored(name, keep(content), len(content), kind.content_type)
            if kind
            else check_upload(samples.sent(name, content))
        )
        return attach(subject=cast.streets["440307017"], stored=[stored], actor=cast.actor("chen"), at=NOW)[0]

    return hung


def document(body: str) -> bytes:
    """A Word file with this body."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {MC}><w:body>{body}</w:body></w:document>'
    return packed(xml)


def packed(xml: str) -> bytes:
    """A Word file with this as its document."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", xml)
    return target.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word file."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: int, columns: int) -> bytes:
    """A workbook with headings and so many rows and columns."""
    target = BytesIO()
    write_xlsx(
        target, [f"列{n}" for n in range(columns)], [[f"格{m}-{n}" for n in range(columns)] for m in range(rows)]
    )
    return target.getvalue()


def seen(client: Client, hung: Attachment) -> str:
    """The page that shows an attachment."""
    answer = client.get(f"/files/{hung.pk}/preview/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.fixture
def chen(cast: Cast) -> Client:
    """The dispatcher's browser."""
    return cast.client("chen")


# ---- pictures and PDF go out as they are, fenced in


@pytest.mark.parametrize(
    ("name", "kind", "tag"),
    [("照片.jpg", "JPEG", "<img"), ("图.png", "PNG", "<img"), ("图.webp", "WEBP", "<img"), ("合同.pdf", "", "<iframe")],
)
def test_pictures_and_pdf_are_shown_by_the_browser(
    hang: Hang, chen: Client, noted: Noted, name: str, kind: str, tag: str
) -> None:
    hung = hang(name, samples.picture(kind) if kind else samples.PDF)
    assert f'{tag} src="/files/{hung.pk}/inline/"' in seen(chen, hung)
    assert noted == [], "the page alone shows nothing of it"
    answer = chen.get(f"/files/{hung.pk}/inline/")
    assert answer["Content-Type"] == hung.content_type
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert "no-store" in answer["Cache-Control"]
    assert len(noted) == 1
    answer.close()


@pytest.mark.parametrize("kind", [types.TEXT, types.TABLE, types.DOCX, types.XLSX, types.DOC, types.PPTX])
def test_nothing_else_goes_out_inline(hang: Hang, chen: Client, kind: types.FileType) -> None:
    hung = hang(f"a{kind.endings[0]}", b"<script>alert(1)</script>", kind)
    assert chen.get(f"/files/{hung.pk}/inline/").status_code == 404


def test_a_type_the_house_never_gave_is_neither_shown_nor_offered(hang: Hang, chen: Client) -> None:
    hung = hang("a.html", b"<script>alert(1)</script>", types.FileType("text/html", (".html",)))
    assert chen.get(f"/files/{hung.pk}/inline/").status_code == 404
    page = seen(chen, hung)
    assert "此文件无法在线预览" in page
    assert "alert(1)" not in page
    assert not hung.previewable


# ---- words and tables are shown as plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_shown_escaped_in_either_encoding(hang: Hang, chen: Client, noted: Noted, encoding: str) -> None:
    page = seen(chen, hang("说明.txt", "停电了 <script>alert(1)</script>".encode(encoding)))
    assert "停电了 &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [who for who, _ in noted] == ["chen"], "the words have gone out"


def test_a_long_text_is_cut_and_says_so(hang: Hang, chen: Client) -> None:
    page = seen(chen, hang("长.txt", "电".encode() * 200_000))
    assert "仅显示开头部分" in page
    assert 59_000 < page.count("电") < 61_000


def test_a_workbook_is_shown_as_a_table_of_fifty_rows_and_twenty_columns(hang: Hang, chen: Client) -> None:
    page = seen(chen, hang("名单.xlsx", table(60, 25)))
    assert "格48-19" in page
    assert "格49-0" not in page, "the headings are the first of the fifty"
    assert "列20" not in page
    assert "前 50 行、前 20 列" in page
    small = seen(chen, hang("小.xlsx", table(3, 2)))
    assert "格2-1" in small
    assert "前 50 行" not in small


def test_cells_and_csv_are_escaped(hang: Hang, chen: Client) -> None:
    page = seen(chen, hang("表.csv", "企业,说明\n明亮,<b onclick=x>粗</b>\n".encode()))
    assert "&lt;b onclick=x&gt;粗&lt;/b&gt;" in page
    assert "<b onclick" not in page


def test_a_word_file_is_shown_as_paragraphs_and_tables(hang: Hang, chen: Client) -> None:
    body = (
        paragraph("关于用电的请示", "Heading1")
        + "<w:p><w:r><w:t>每周</w:t><w:tab/><w:t>三次 &lt;img src=x&gt;</w:t></w:r>"
        + "<w:del><w:r><w:delText>已删去</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc><w:tc>{paragraph('丙')}</w:tc></w:tr></w:tbl>"
        + f"<w:sdt><w:sdtContent>{paragraph('控件里的话')}</w:sdtContent></w:sdt>"
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>一次</w:t></mc:Choice>"
        + "<mc:Fallback><w:t>两次</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    page = seen(chen, hang("请示.docx", document(body)))
    assert '<p class="prewrap strong">关于用电的请示</p>' in page
    assert "每周\t三次 &lt;img src=x&gt;" in page
    assert "已删去" not in page
    assert '<td class="cell">甲\n乙</td><td class="cell">丙</td>' in page
    assert "控件里的话" in page
    assert "一次" in page
    assert "两次" not in page


def test_a_long_word_file_is_cut_and_says_so(hang: Hang, chen: Client) -> None:
    page = seen(chen, hang("长.docx", document("".join(paragraph(f"第{n}段") for n in range(400)))))
    assert "第299段" in page
    assert "第300段" not in page
    assert "仅显示开头部分" in page


SECRET = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ENTITY = f"{SECRET}<w:document {W}><w:body>{paragraph('&x;')}</w:body></w:document>"
BOMB = f"<w:document {W}><w:body><w:p>{' ' * 20_000_000}</w:p></w:body></w:document>"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("旧.doc", samples.old_office("WordDocument"), types.DOC),
        ("坏.docx", b"PK\x03\x04 torn", types.DOCX),
        ("坏.xlsx", b"PK\x03\x04 torn", types.XLSX),
        ("空.docx", samples.office(), types.DOCX),
        ("实体.docx", packed(ENTITY), types.DOCX),
        ("炸弹.docx", packed(BOMB), types.DOCX),
        ("断.docx", packed(f"<w:document {W}><w:body>"), types.DOCX),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_shown_says_so_and_offers_the_original(
    hang: Hang, chen: Client, name: str, content: bytes, kind: types.FileType
) -> None:
    hung = hang(name, content, kind)
    page = unescape(seen(chen, hung))
    assert "此文件无法在线预览" in page
    assert f'href="/files/{hung.pk}/"' in page
    assert "root:" not in page


# ---- for the same people as the download


@pytest.mark.parametrize("address", ["preview", "inline"])
def test_whoever_may_not_download_it_may_not_look(cast: Cast, hang: Hang, noted: Noted, address: str) -> None:
    hung = hang("合同.pdf", samples.PDF)
    for who in ("qian", "liu", "an", "ba_dispatcher"):
        assert cast.client(who).get(f"/files/{hung.pk}/{address}/").status_code == 404, who
    assert Client().get(f"/files/{hung.pk}/{address}/").status_code == 302
    location(hung.sha256).unlink()
    assert cast.client("chen").get(f"/files/{hung.pk}/{address}/").status_code == 404
    assert noted == []
