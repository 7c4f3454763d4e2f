"""Which panels a case's page has, in their order."""

from zhilian.cases.views import panels_pool, panels_secrecy, panels_word
from zhilian.cases.views.panels import Panel

DESK: tuple[Panel, ...] = (*panels_secrecy.DESK, *panels_pool.DESK, *panels_word.DESK)
FIRM: tuple[Panel, ...] = (*panels_pool.FIRM, *panels_word.FIRM)
