"""Reads of the files."""

from zhilian.core.actor import Actor
from zhilian.core.registry import ATTACHMENT_OWNERS
from zhilian.files.models import Attachment


def attachment_for(actor: Actor, attachment_id: int) -> Attachment | None:
    """The attachment if the room that owns the thing it hangs on lets this person read it.

    Only the person's own federation is asked about, and those below it.
    """
    rows = Attachment.objects.filter(federation__path__startswith=actor.federation.path)
    found = rows.filter(pk=attachment_id).first()
    may_read = ATTACHMENT_OWNERS.get(found.subject_type) if found else None
    return found if found and may_read and may_read(actor, found.subject_id) else None
