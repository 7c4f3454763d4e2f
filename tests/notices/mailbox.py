"""A mail server of our own on the loopback: takes, refuses or hangs, as told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox(Controller):
    """Keeps what arrives in ``taken``; ``answer`` is said after each message; the ``hang_at``-th is never answered."""

    def __init__(self, *, answer: str = "250 OK", hang_at: int = 0) -> None:
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.answer, self.hang_at = answer, hang_at
        self.arrived: list[Message] = []

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        """Keep the message and answer."""
        self.arrived.append(message_from_bytes(envelope.content))
        while self.hang_at and len(self.arrived) >= self.hang_at:
            await asyncio.sleep(0.05)
        return self.answer

    def subjects(self) -> list[str]:
        """The subjects that arrived, decoded."""
        return [str(make_header(decode_header(message["Subject"]))) for message in self.arrived]


@contextmanager
def mailbox(settings: Any, **how: Any) -> Iterator[Mailbox]:
    """Run a mail server and let the product send to it."""
    box = Mailbox(**how)
    box.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    try:
        yield box
    finally:
        box.hang_at = 0
        box.stop()
