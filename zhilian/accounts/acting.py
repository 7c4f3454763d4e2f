"""For views: who acts in this request."""

from django.http import HttpRequest

from zhilian.core.actor import Actor


def acting(request: HttpRequest) -> Actor:
    """The actor of a view that asks for a signed-in person; AttributeError where nobody can be signed in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def visitor(request: HttpRequest) -> Actor | None:
    """The actor of a view that is open to anybody, None for a stranger."""
    return getattr(request, "actor", None)
