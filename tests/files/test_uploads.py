"""Files from outside: what is taken, what is not and why, and what is left of them."""

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.files import samples
from zhilian.core.errors import Invalid
from zhilian.files.names import clean_name
from zhilian.files.store import location
from zhilian.files.uploads import check_upload

GOOD = {
    "合同.pdf": (samples.PDF, "application/pdf"),
    "现场.jpg": (samples.picture(), "image/jpeg"),
    "截图.png": (samples.picture("PNG"), "image/png"),
    "照片.webp": (samples.picture("WEBP"), "image/webp"),
    "动图.gif": (samples.picture("GIF"), "image/gif"),
    "说明.docx": (samples.office(), "wordprocessingml"),
    "名单.xlsx": (samples.office("xl/workbook.xml"), "spreadsheetml"),
    "汇报.pptx": (samples.office("ppt/presentation.xml"), "presentationml"),
    "旧合同.doc": (samples.old_office("WordDocument"), "application/msword"),
    "旧表.xls": (samples.old_office("Workbook"), "application/vnd.ms-excel"),
    "留言.txt": ("厂里停电三天了😀𠮷".encode(), "text/plain"),
    "老留言.txt": ("厂里停电三天了".encode("gb18030"), "text/plain"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_firms_send_every_day_is_taken(name: str) -> None:
    content, kind = GOOD[name]
    stored = check_upload(samples.sent(name, content))
    assert stored.name == name
    assert kind in stored.content_type
    assert location(stored.sha256).stat().st_size == stored.size


BAD = {
    "空.pdf": (b"", "是空的"),
    "木马.exe": (b"MZ" + bytes(99), "程序"),
    "木马.pdf": (b"MZ" + bytes(99), "程序"),
    "脚本.txt": (b"#!/bin/sh\nrm -rf /", "程序"),
    "页面.html": (b"<!DOCTYPE html><script>alert(1)</script>", "网页"),
    "页面.txt": (b"\xef\xbb\xbf <html><script>alert(1)</script>", "网页"),
    "图.svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "网页"),
    "包.zip": (samples.office("readme.txt"), "压缩包"),
    "包.rar": (b"Rar!\x1a\x07\x00" + bytes(99), "压缩包"),
    "宏.docm": (samples.office(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), "宏"),
    "宏.xlsx": (samples.office("xl/workbook.xml", "<Types macroEnabled='1'/>"), "宏"),
    "旧宏.xls": (samples.old_office("Workbook", "_VBA_PROJECT"), "宏"),
    "加密.docx": (samples.old_office("EncryptedPackage"), "密码"),
    "安装.msi": (samples.old_office("!SummaryInfo"), "不支持"),
    "坏.docx": (samples.office()[:60], "损坏"),
    "坏.jpg": (samples.picture()[:80], "损坏"),
    "假.png": (b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>", "损坏"),
    "炸弹.png": (samples.picture_bomb(), "像素"),
    "乱码.txt": (b"\xff\xfe\xff\xff\x81\x00", "不支持"),
    "数据.bin": (bytes(range(256)), "不支持"),
    "代码.js": (b"alert(1)", "不支持"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_may_do_harm_is_refused_with_a_sentence_that_names_it(name: str) -> None:
    content, word = BAD[name]
    with pytest.raises(Invalid) as refused:
        check_upload(samples.sent(name, content))
    sentence = str(refused.value.sentence)
    assert sentence.startswith(f"“{name}”")
    assert word in sentence


def test_a_word_file_that_unpacks_to_400_mb_is_not_opened() -> None:
    with pytest.raises(Invalid, match="远超"):
        check_upload(samples.sent("计划.docx", samples.zip_bomb()))


def test_a_file_of_200_mb_is_refused_without_being_read() -> None:
    class Huge(BytesIO):
        def read(self, *size: int | None) -> bytes:
            raise AssertionError("it was read")

    upload = samples.sent("大.pdf", samples.PDF)
    upload.file, upload.size = Huge(), 200 * 1024 * 1024
    with pytest.raises(Invalid, match=r"200 MB.*20 MB"):
        check_upload(upload)


def test_a_photo_keeps_its_picture_upright_and_loses_place_and_device() -> None:
    stored = check_upload(samples.sent("现场.jpg", samples.photo_with_place()))
    kept = location(stored.sha256).read_bytes()
    assert samples.PLACE.encode() not in kept
    assert b"Phone X" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()
        assert image.getpixel((35, 5))[0] > 200  # the white corner turned with the picture


def test_a_very_large_photo_becomes_readable_and_small() -> None:
    stored = check_upload(samples.sent("大照片.jpg", samples.picture(size=(9000, 3000))))
    with Image.open(location(stored.sha256)) as image:
        assert max(image.size) <= 4096


def test_a_picture_with_a_transparent_ground_keeps_it() -> None:
    target = BytesIO()
    Image.new("LA", (9, 9), (200, 0)).save(target, "PNG")
    stored = check_upload(samples.sent("章.png", target.getvalue()))
    with Image.open(location(stored.sha256)) as image:
        assert image.getpixel((1, 1))[-1] == 0


def test_the_same_file_is_kept_once() -> None:
    first = check_upload(samples.sent("甲.pdf", samples.PDF))
    assert check_upload(samples.sent("乙.pdf", samples.PDF)).sha256 == first.sha256


NAMES = {
    "../../x.pdf": "x.pdf",
    "..\\..\\windows\\x.pdf": "x.pdf",
    "a\0b.pdf": "ab.pdf",
    "合同\r\nSet-Cookie: a.pdf": "合同 Set-Cookie_ a.pdf",
    "fdp\u202egpj.exe.pdf": "fdpgpj.exe.pdf",
    "\u200b\ufeff.pdf": "file.pdf",
    ".pdf": "file.pdf",
    "CON.pdf": "_CON.pdf",
    "合 同（终稿）.PDF": "合 同（终稿）.PDF",
    "报告": "报告.pdf",
    "报告.exe": "报告.pdf",
    "第1.2版": "第1.2版.pdf",
    "长" * 300 + ".pdf": "长" * 95 + "….pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_path_and_tells_the_truth(name: str) -> None:
    upload = samples.sent("x", samples.PDF)
    upload._name = name
    assert check_upload(upload).name == NAMES[name]


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_can_be_shown_and_saved(sent: str) -> None:
    name = clean_name(sent, ".pdf")
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\<>:"|?*\0\n\r')
    assert all(unicodedata.category(char) != "Cc" for char in name)
    assert clean_name(name, ".pdf") == name
