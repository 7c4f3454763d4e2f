"""The door for files from outside: told by content, named anew, pictures redrawn, then stored."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zhilian.core.errors import Invalid
from zhilian.files.filetypes import ENDINGS, FileType, Unfit, UnfitFile, type_of
from zhilian.files.names import clean_name, ending_of
from zhilian.files.pictures import redrawn
from zhilian.files.store import Stored, keep

SENTENCES = {
    Unfit.EMPTY: _("“%(name)s” is empty."),
    Unfit.UNKNOWN: _(
        "“%(name)s” is of a kind we do not take. We take pictures, PDF, Word, Excel, PowerPoint and text."
    ),
    Unfit.PROGRAM: _("“%(name)s” is a program and was not taken."),
    Unfit.PAGE: _("“%(name)s” is a web page or a drawing with code and was not taken. Please send a picture or a PDF."),
    Unfit.ARCHIVE: _("“%(name)s” is an archive. Please send the files in it one by one."),
    Unfit.MACROS: _("“%(name)s” contains macros. Please save it without macros or as PDF, and send it again."),
    Unfit.LOCKED: _("“%(name)s” is protected by a password. Please remove the password and send it again."),
    Unfit.BOMB: _("“%(name)s” unpacks to far more than its size lets expect and was not opened."),
    Unfit.PIXELS: _("“%(name)s” has too many pixels. Please make the picture smaller and send it again."),
    Unfit.DAMAGED: _("“%(name)s” is damaged and cannot be opened. Please save it again and send the new file."),
}
TOO_LARGE = _("“%(name)s” has %(size)s MB; a file may have at most %(limit)s MB.")


def check_upload(uploaded_file: "UploadedFile[bytes]") -> Stored:
    """Take one file that somebody sends: check it, clean it and store its bytes.

    What it is follows from its content; pictures are redrawn without place and camera. Raises Invalid with a sentence
    that names the file.
    """
    name = clean_name(uploaded_file.name or "")
    content = _read(uploaded_file, name)
    try:
        kind = type_of(content, ending_of(name))
        if kind.is_picture:
            content = redrawn(content, kind)
    except UnfitFile as unfit:
        raise Invalid(SENTENCES[unfit.reason] % {"name": name}) from unfit
    return Stored(_fitting(name, kind), keep(content), len(content), kind.content_type)


def accepted_endings() -> str:
    """The endings a person may choose from, for the ``accept`` attribute of a file input."""
    return ",".join(ENDINGS)


def _read(uploaded_file: "UploadedFile[bytes]", name: str) -> bytes:
    limit: int = settings.UPLOAD_LIMIT
    size = uploaded_file.size or 0
    if size > limit:
        raise Invalid(TOO_LARGE % {"name": name, "size": -(-size // 1024**2), "limit": limit // 1024**2})
    uploaded_file.seek(0)
    content: bytes = uploaded_file.read(limit + 1)
    return content


def _fitting(name: str, kind: FileType) -> str:
    """The name with an ending that tells the truth."""
    return name if ending_of(name) in kind.endings else clean_name(name, kind.endings[0])
