"""The bell in the page's frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhilian.notices.queries import unread_count


def unread(request: HttpRequest) -> dict[str, Any]:
    """``unread_count`` for the page's frame, asked of the database only where it is shown."""
    actor = getattr(request, "actor", None)
    return {"unread_count": SimpleLazyObject(lambda: unread_count(actor)) if actor else 0}
