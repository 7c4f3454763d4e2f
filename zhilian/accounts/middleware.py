"""Who is acting: the signed-in person in the role chosen; everybody else signs in first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from zhilian.accounts import actions
from zhilian.accounts.models import RoleHolding
from zhilian.accounts.queries import actor_of, roles_of
from zhilian.core.actor import Actor

View = Callable[[HttpRequest], HttpResponse]
PARKED_COOKIE = "parked"
REFRESH = timedelta(minutes=5)  # how often the idle clock is written; a write at each request would cost more


class ActingPerson:
    """Puts ``request.actor`` (an Actor or None) and ``request.holdings`` on every request; ends idle sessions."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the person's roles, own and stood in for, with one query; none at all signs the person out."""
        actor, holdings = None, []
        user_id = request.session.get(SESSION_KEY) if _has_session(request) else None
        if user_id and not _idle(request):
            holdings = _genuine(request, roles_of(int(user_id), timezone.localdate()))
            actor = _chosen(request, holdings)
        if user_id and actor is None:
            logout(request)
        request.actor = actor  # type: ignore[attr-defined]
        request.holdings = holdings  # type: ignore[attr-defined]
        return self.get_response(request)


class SignedInOnly(LoginRequiredMiddleware):
    """Signed-in is the default; what an unknown sender typed is parked until they have signed in again."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Ask for a signed-in person unless the view says ``login_not_required``."""
        if getattr(request, "actor", None) is not None or not getattr(view_func, "login_required", True):
            return None
        return self.handle_no_permission(request, view_func)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """To the sign-in page; a POST's texts wait in the database under a token only this browser has.

        What a page asks for by itself while somebody types is neither answered with a page nor kept.
        """
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        response: HttpResponseRedirect = super().handle_no_permission(request, view_func)
        if request.method == "POST":
            park(request, response)
        return response


def park(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what was posted and give the browser the token."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    token = actions.park_form(path=request.path, fields=fields, at=timezone.now())
    response.set_cookie(
        PARKED_COOKIE, token, max_age=86_400, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def address_of(request: HttpRequest) -> str:
    """The sender's address; behind a proxy of ours (ZHILIAN_PROXIED=1) the last one in X-Forwarded-For."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return (forwarded if settings.PROXIED and forwarded else str(request.META.get("REMOTE_ADDR", "")))[:45]


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _genuine(request: HttpRequest, holdings: list[RoleHolding]) -> list[RoleHolding]:
    """No roles when the password was changed since the sign-in (the check of Django's own get_user)."""
    known = str(request.session.get(HASH_SESSION_KEY, ""))
    good = bool(holdings) and constant_time_compare(known, holdings[0].user.get_session_auth_hash())
    return holdings if good else []


def _idle(request: HttpRequest) -> bool:
    now = timezone.now().timestamp()
    seen = float(request.session.get("seen", now))
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return True
    if "seen" not in request.session or now - seen > REFRESH.total_seconds():
        request.session["seen"] = now
    return False


def _chosen(request: HttpRequest, holdings: list[RoleHolding]) -> Actor | None:
    if not holdings:
        return None
    wanted = request.session.get("holding")
    holding = next((one for one in holdings if one.pk == wanted), holdings[0])
    return actor_of(holding, address_of(request), getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))
