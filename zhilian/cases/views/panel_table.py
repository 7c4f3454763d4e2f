"""Which panels a case's page has, in their order."""

from zhilian.cases.views import (
    panels_alike,
    panels_delay,
    panels_joint,
    panels_ladder,
    panels_notes,
    panels_pool,
    panels_published,
    panels_secrecy,
    panels_word,
)
from zhilian.cases.views.panels import Panel

DESK: tuple[Panel, ...] = (
    *panels_secrecy.DESK,
    *panels_alike.DESK,
    *panels_delay.DESK,
    *panels_joint.DESK,
    *panels_ladder.DESK,
    *panels_pool.DESK,
    *panels_word.DESK,
    *panels_notes.DESK,
    *panels_published.DESK,
)
FIRM: tuple[Panel, ...] = (
    *panels_delay.FIRM,
    *panels_joint.FIRM,
    *panels_pool.FIRM,
    *panels_word.FIRM,
    *panels_published.FIRM,
)
