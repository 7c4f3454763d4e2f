"""A look at an attachment: a page of plain text and tables, or the browser's own picture or PDF viewer."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from zhilian.files.documents import COLUMNS, ROWS
from zhilian.files.filetypes import SHOWN
from zhilian.files.previews import preview_of
from zhilian.files.store import location
from zhilian.files.views.download import asked_for, note_reading

# The browser's PDF viewer is an embedded object with a style of its own; nothing else may be loaded or run.
POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@require_safe
def attachment_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be shown of the file in a page, and the way to the original."""
    found = asked_for(request, pk)
    shown = preview_of(location(found.sha256), found.name, found.content_type)
    if shown.blocks or shown.rows:
        note_reading(request, found)
    page = {"file": found, "shown": shown, "most_rows": ROWS, "most_columns": COLUMNS}
    response = render(request, "files/preview.html", page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@xframe_options_sameorigin
@require_safe
def attachment_inline(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes of a picture or PDF for the browser to show, under the type the house found; of nothing else."""
    found = asked_for(request, pk)
    if found.content_type not in SHOWN:
        raise Http404
    note_reading(request, found)
    response = FileResponse(location(found.sha256).open("rb"), filename=found.name, content_type=found.content_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
