"""For views with long forms: fill a form with what its writer typed before the session was lost."""

from django.http import HttpRequest, HttpResponse, QueryDict

from zhilian.accounts.actions import take_parked
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


def drop_parked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was kept has been sent: forget it; returns the response, on which the cookie is taken away."""
    token = request.COOKIES.get(PARKED_COOKIE, "")
    if token:
        take_parked(token=token)
        response.delete_cookie(PARKED_COOKIE, samesite="Lax")
    return response
