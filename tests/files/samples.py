"""Files as people send them, harmless and otherwise, made when a test asks for them."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
PLACE = "22.72N 114.25E"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """A file on its way in; the browser's word on its type is not believed, so it is always the same."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A small picture with two colours."""
    image = Image.new("RGB", size, "#0a6676")
    image.paste("#ffffff", (0, 0, size[0] // 2, size[1] // 2))
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photo_with_place() -> bytes:
    """A photo as a phone writes it: turned on its side, with a place, a device and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x0110] = "Phone X"
    exif[0x010E] = PLACE
    return picture(exif=exif, comment=f"taken at {PLACE}".encode())


def office(main: str = "word/document.xml", content_types: str = "<Types/>", **parts: bytes) -> bytes:
    """A package of Office with just the parts that tell what it is; ``parts`` adds more (``__`` for a slash)."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", content_types)
        package.writestr(main, "<document/>")
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def old_office(*streams: str) -> bytes:
    """An Office file of before 2007 with streams of these names."""
    return OLE + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)


def zip_bomb() -> bytes:
    """A Word file that unpacks to 400 MB."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            for _ in range(400):
                part.write(bytes(1024 * 1024))
    return target.getvalue()


def picture_bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to be 60,000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
