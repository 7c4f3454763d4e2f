"""Ninety days after closing: firms are asked whether it is still solved."""

from datetime import datetime

from zhilian.cases.actions import ask_again as ask
from zhilian.cases.queries.word import to_ask_again

AT_ONCE = 200  # cases of one round


def ask_again(at: datetime) -> int:
    """Ask the firms whose day has come, at most 200 at once; returns how many were asked now."""
    return sum(ask(case=case, at=at) for case in to_ask_again(at, AT_ONCE))
