"""Files are hung on things."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from zhilian.core.actor import Actor
from zhilian.files.models import Attachment
from zhilian.files.store import Stored


@transaction.atomic(savepoint=False)
def attach(*, subject: models.Model, stored: Sequence[Stored], actor: Actor, at: datetime) -> list[Attachment]:
    """Hang stored files on a thing, in the caller's transaction; the caller's line of trail names them."""
    rows = [
        Attachment(
            federation_id=getattr(subject, "federation_id", actor.federation_id),
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            name=one.name,
            sha256=one.sha256,
            size=one.size,
            content_type=one.content_type,
            uploaded_by_id=actor.user_id,
            uploaded_at=at,
        )
        for one in stored
    ]
    return Attachment.objects.bulk_create(rows) if rows else []
