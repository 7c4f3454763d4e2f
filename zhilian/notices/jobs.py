"""Delivery: claim one message, hand it to the mail server, note what came of it."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from zhilian.notices import actions
from zhilian.notices.models import Notice

AT_ONCE = 50  # messages of one round over one connection


def deliver(at: datetime) -> int:
    """Send what is due, at most 50 messages over one connection; returns how many the server took."""
    if not settings.EMAIL_HOST:
        return 0
    sent, connection = 0, get_connection()
    for _round in range(AT_ONCE):
        notice = actions.claim(at=timezone.now())
        if notice is None:
            break
        sent += _deliver(notice, connection)
    connection.close()
    return sent


def _deliver(notice: Notice, connection: BaseEmailBackend) -> int:
    try:
        as_mail(notice, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: an address that cannot be written to
        connection.close()
        actions.mark_failed(notice=notice, error=f"{type(error).__name__}: {error}", at=timezone.now())
        return 0
    actions.mark_sent(notice=notice, at=timezone.now())
    return 1


def as_mail(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    """The message as an e-mail; its Message-ID is the notice's own, so that a repetition can be recognised."""
    body = f"{notice.body}\n\n{settings.SITE_URL}{notice.link}\n" if notice.link else notice.body
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<notice-{notice.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, body, to=[notice.recipient.email], headers=headers, connection=connection)
