"""For views with long forms: fill a form with what its writer typed before the session was lost."""

from django.http import HttpRequest, QueryDict

from zhilian.accounts.middleware import PARKED_COOKIE
from zhilian.accounts.queries import parked


def parked_data(request: HttpRequest) -> QueryDict | None:
    """What was typed on this very address and not sent, or None; shown in an unbound-looking form, never acted on."""
    kept = parked(request.COOKIES.get(PARKED_COOKIE, ""))
    if kept is None or kept.path != request.path:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    return data
