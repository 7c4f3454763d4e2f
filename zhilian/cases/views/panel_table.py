"""Which panels a case's page has, in their order."""

from zhilian.cases.views.panels import Panel

DESK: tuple[Panel, ...] = ()
FIRM: tuple[Panel, ...] = ()
