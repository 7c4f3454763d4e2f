"""Hot issues: what many tell at once, how hot it is, what it is called, and that it stays the same issue."""

from zhilian.triage.rules.hot.grouping import THRESHOLD, group
from zhilian.triage.rules.hot.heat import HALF_LIFE, PACE, PARTS, Heat, Point, State, curve, heat
from zhilian.triage.rules.hot.identity import Key, Known, Matching, match
from zhilian.triage.rules.hot.joining import Joined, join
from zhilian.triage.rules.hot.naming import Named, named
from zhilian.triage.rules.hot.profile import Profile, joined
from zhilian.triage.rules.hot.texts import Group, Id, Text
from zhilian.triage.rules.hot.vectors import counted

__all__ = [
    "HALF_LIFE",
    "PACE",
    "PARTS",
    "THRESHOLD",
    "Group",
    "Heat",
    "Id",
    "Joined",
    "Key",
    "Known",
    "Matching",
    "Named",
    "Point",
    "Profile",
    "State",
    "Text",
    "counted",
    "curve",
    "group",
    "heat",
    "join",
    "joined",
    "match",
    "named",
]
