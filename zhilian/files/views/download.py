"""Attachments go out as downloads, never as pages."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhilian.core.actor import Actor
from zhilian.core.registry import ATTACHMENT_READINGS
from zhilian.files.queries import attachment_for
from zhilian.files.store import location

POLICY = "default-src 'none'; sandbox"


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes under the name people gave them; nobody learns of a file they may not read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = attachment_for(actor, pk)
    if found is None or not location(found.sha256).exists():
        raise Http404
    if noted := ATTACHMENT_READINGS.get(found.subject_type):
        noted(actor, found.subject_id, timezone.now())
    response = FileResponse(
        location(found.sha256).open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
