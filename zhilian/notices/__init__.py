"""Notices: an outbox written in the change's own transaction; shown in the inbox, sent by e-mail, never lost."""
