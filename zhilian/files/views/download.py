"""Attachments go out as downloads, never as pages."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhilian.core.actor import Actor
from zhilian.core.registry import ATTACHMENT_READINGS
from zhilian.files.models import Attachment
from zhilian.files.queries import attachment_for
from zhilian.files.store import location

POLICY = "default-src 'none'; sandbox"


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes under the name people gave them; nobody learns of a file they may not read."""
    found = asked_for(request, pk)
    note_reading(request, found)
    response = FileResponse(
        location(found.sha256).open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def asked_for(request: HttpRequest, pk: int) -> Attachment:
    """The attachment, if this person may read it and its bytes are there; else Http404."""
    found = attachment_for(_actor(request), pk)
    if found is None or not location(found.sha256).exists():
        raise Http404
    return found


def note_reading(request: HttpRequest, found: Attachment) -> None:
    """Let the owner's room note that the content went out to this person."""
    if noted := ATTACHMENT_READINGS.get(found.subject_type):
        noted(_actor(request), found.subject_id, timezone.now())


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
