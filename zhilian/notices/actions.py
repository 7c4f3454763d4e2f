"""Every write of the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation

from zhilian.accounts.models import User
from zhilian.core.actor import Actor
from zhilian.core.bulk import change_many
from zhilian.core.models import Federation
from zhilian.notices.models import Notice
from zhilian.notices.rules import LEASE, next_try

GROWS = ("subject", "body", "link", "read_at")  # what changes of a message that grows


@dataclass(frozen=True, slots=True)
class Digest:
    """One message to one person about many things; ``earlier`` is the key of the notice that it continues."""

    kind: str
    to: User
    context: Mapping[str, Any]
    link: str = ""
    earlier: int | None = None


@transaction.atomic(savepoint=False)
def send(
    *,
    kind: str,
    to: Iterable[User],
    federation: Federation,
    at: datetime,
    link: str = "",
    context: Mapping[str, Any] | None = None,
) -> list[Notice]:
    """Put one message per person into the outbox, in the caller's transaction.

    ``kind`` names the template ``<room>/notices/<name>.txt`` as ``room/name``; its first line is the subject, which
    carries numbers and never a person's or firm's words. It is written in the house's language, not in the one the
    sender happens to read. Nothing leaves the house before the commit.
    """
    people = list(to)
    if not people:
        return []
    words = _words(kind, {**(context or {}), "link": link})
    return Notice.objects.bulk_create(_notice(kind, person, federation, at, link, words) for person in people)


@transaction.atomic(savepoint=False)
def send_digests(*, digests: Iterable[Digest], federation: Federation, at: datetime) -> dict[tuple[str, int], Notice]:
    """Send each person's digest; one that continues an earlier notice takes its place, unless that was mailed already.

    Returns the notices by kind and key of the recipient. Long work thus tells each person once and yet tells of what
    is done in the transaction in which it is done.
    """
    told = list(digests)
    rows = Notice.objects.filter(pk__in=[one.earlier for one in told if one.earlier]).select_for_update()
    growing = {row.pk: row for row in rows.exclude(mail__in=[Notice.Mail.SENDING, Notice.Mail.SENT])}
    kept, new = [], []
    for one in told:
        words = _words(one.kind, {**one.context, "link": one.link})
        if row := growing.get(one.earlier or 0):
            row.subject, row.body, row.link, row.read_at = *words, one.link, None
            kept.append(row)
        else:
            new.append(_notice(one.kind, one.to, federation, at, one.link, words))
    change_many(Notice, GROWS, [(row.pk, *(getattr(row, name) for name in GROWS)) for row in kept])
    return {(row.kind, row.recipient_id): row for row in (*kept, *Notice.objects.bulk_create(new))}


def _words(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body."""
    room, name = kind.split("/")
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"{room}/notices/{name}.txt", {**context}).strip()
    subject, _, body = text.partition("\n")
    return subject.strip()[:200], body.strip()


def _notice(kind: str, person: User, federation: Federation, at: datetime, link: str, words: tuple[str, str]) -> Notice:
    return Notice(
        federation=federation,
        recipient=person,
        kind=kind,
        subject=words[0],
        body=words[1],
        link=link,
        created_at=at,
        next_try_at=at,
        mail=Notice.Mail.QUEUED if person.email and settings.EMAIL_HOST else Notice.Mail.NONE,
    )


@transaction.atomic
def claim(*, at: datetime) -> Notice | None:
    """Take the next message that is due; the conditional UPDATE lets only one worker win it."""
    free = Q(mail=Notice.Mail.QUEUED) | Q(mail=Notice.Mail.SENDING, claimed_at__lt=at - LEASE)
    candidate = Notice.objects.filter(free, next_try_at__lte=at).order_by("next_try_at").first()
    if candidate is None:
        return None
    taken = Notice.objects.filter(free, pk=candidate.pk).update(
        mail=Notice.Mail.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )
    return Notice.objects.select_related("recipient").get(pk=candidate.pk) if taken else None


@transaction.atomic
def mark_sent(*, notice: Notice, at: datetime) -> None:
    """The mail server has taken the message."""
    Notice.objects.filter(pk=notice.pk).update(mail=Notice.Mail.SENT, sent_at=at, claimed_at=None, last_error="")


@transaction.atomic
def mark_failed(*, notice: Notice, error: str, at: datetime) -> None:
    """The mail server did not take it: try again later, or give up after the last wait."""
    wait = next_try(notice.attempts)
    state = Notice.Mail.QUEUED if wait else Notice.Mail.FAILED
    Notice.objects.filter(pk=notice.pk).update(
        mail=state, next_try_at=at + wait if wait else at, claimed_at=None, last_error=error[:300]
    )


@transaction.atomic
def mark_read(*, actor: Actor, at: datetime, notice_id: int | None = None) -> int:
    """The person has seen one message, or all of them; returns how many were new."""
    mine = Notice.objects.filter(recipient_id=actor.user_id, read_at=None)
    return (mine.filter(pk=notice_id) if notice_id else mine).update(read_at=at)
