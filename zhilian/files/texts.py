"""What an attachment says, as plain text: taken out once, when it is first asked for, and kept beside the bytes."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from zhilian.files.filetypes import DOCX, TABLE, TEXT, XLSX
from zhilian.files.models import Attachment
from zhilian.files.previews import Preview, preview_of
from zhilian.files.store import location

LONGEST: Final = 20_000
"""Characters that are kept."""
READ: Final = frozenset(kind.content_type for kind in (DOCX, XLSX, TEXT, TABLE))
"""Types that are read; of pictures, PDF and the rest only the name is known."""


def text_of(attachment: Attachment) -> str:
    """The beginning of what the file says; empty for what cannot be read, or is not there."""
    path = location(attachment.sha256)
    if attachment.content_type not in READ or not path.exists():
        return ""
    kept = path.with_name(f"{path.name}.text")
    if not kept.exists():
        _keep(kept, _words(preview_of(path, attachment.name, attachment.content_type))[:LONGEST])
    return kept.read_text(encoding="utf-8", errors="replace")


def _keep(place: Path, text: str) -> None:
    """Write it whole or not at all: two may take out the same text at once."""
    with NamedTemporaryFile("w", encoding="utf-8", errors="replace", dir=place.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(place)


def _words(shown: Preview) -> str:
    """Paragraphs and rows one below the other, cells beside each other."""
    lines = [" ".join(filter(None, cells)) for _number, cells in shown.rows]
    for block in shown.blocks:
        lines += [block.text, *(" ".join(filter(None, cells)) for cells in block.rows)]
    return "\n".join(filter(None, lines))
