"""Reading the texts of hot issues: seconds of work, outside any transaction; ``actions.hot`` writes what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from zhilian.cases.models import HotIssue
from zhilian.cases.queries import hot
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.triage.queries.counted import kept_frequencies
from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot import Group, Joined, Profile, Text, counted, group, join

RECENT: Final = timedelta(days=7)  # texts in no issue so far that are tried again with what came today
NIGHT: Final = time(2)  # in Shanghai: when everything is grouped anew


@dataclass(frozen=True, slots=True)
class Grouping:
    """The texts of a window grouped anew; not yet written."""

    texts: dict[int, Text]
    groups: list[Group]
    table: Frequencies


def read_anew(federation: Federation, at: datetime) -> Grouping:
    """Group the texts of the window: seconds of work, outside any transaction."""
    out = hot.taken_out(federation)
    texts = [text for text in hot.window(federation, at) if text.id not in out]
    table = counted(texts)
    found = [one for one in group(texts, table=table) if len(one.texts) >= hot.SHOWN_FROM]
    return Grouping({int(text.id): text for text in texts}, found, table)


def read_new(
    federation: Federation, since: datetime, at: datetime
) -> tuple[Mapping[int, HotIssue], Joined[int], Frequencies]:
    """Let what came lately join the issues that are known; the rest is grouped among itself. Not yet written."""
    issues = {one.pk: one for one in hot.alive(federation) if one.last_at > at - hot.WINDOW}
    held = set().union(*hot.members_by_issue(issues.values()).values()) if issues else set()
    held |= hot.taken_out(federation).keys()
    texts = [text for text in hot.window(federation, at, min(since, at - RECENT)) if text.id not in held]
    table = kept_frequencies(kind_of(federation))
    profiles: dict[int, Profile] = {key: Profile.from_json(one.profile) for key, one in issues.items()}
    return issues, join(profiles, texts, table), table


def kind_of(federation: Federation) -> str:
    """The name of the federation's own table of frequencies."""
    return f"hot{federation.pk}"


def night_of(at: datetime) -> datetime:
    """When the latest night's grouping was due."""
    local = at.astimezone(SHANGHAI)
    night = datetime.combine(local.date(), NIGHT, SHANGHAI)
    return night if local >= night else night - timedelta(days=1)
