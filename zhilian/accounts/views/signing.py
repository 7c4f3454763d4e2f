"""Signing in and out, choosing a role and a language, and what happens to a form whose session was lost."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhilian.accounts.forms import SignInForm
from zhilian.accounts.middleware import PARKED_COOKIE, address_of, park
from zhilian.accounts.queries import parked
from zhilian.accounts.signin import Locked, check_password
from zhilian.core.middleware import LANGUAGE_COOKIE

YEAR = 365 * 86_400  # seconds


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; the same answer for a wrong name and a wrong password."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _try(request, form)
        if status == 302:
            return _onward(request)
    page = {"form": form, "next": request.GET.get("next", ""), "kept": _kept(request)}
    return render(request, "accounts/sign_in.html", page, status=status)


def _try(request: HttpRequest, form: SignInForm) -> int:
    """Check the form; the HTTP status that follows: 302 in, 422 wrong, 429 locked."""
    if not form.is_valid():
        return 422
    given = form.cleaned_data
    try:
        user = check_password(
            request=request,
            username=given["username"],
            password=given["password"],
            address=address_of(request),
            at=timezone.now(),
        )
    except Locked as locked:
        form.add_error(None, str(locked.sentence))
        return locked.status
    if user is None:
        form.add_error(None, _("User name or password is wrong."))
        return 422
    login(request, user)
    return 302


def _onward(request: HttpRequest) -> HttpResponseRedirect:
    kept = parked(request.COOKIES.get(PARKED_COOKIE, ""))
    target = kept.path if kept else request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else reverse(settings.LOGIN_REDIRECT_URL))


def _kept(request: HttpRequest) -> bool:
    return parked(request.COOKIES.get(PARKED_COOKIE, "")) is not None


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose Chinese or English; kept in this browser."""
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    return response


@require_POST
def role(request: HttpRequest) -> HttpResponse:
    """Act in another of the roles the person holds."""
    wanted = request.POST.get("holding", "")
    if wanted in {str(one.pk) for one in request.holdings}:  # type: ignore[attr-defined]
        request.session["holding"] = int(wanted)
    return redirect("home")


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an old page: what was typed is kept and shown again for a second look before it is sent."""
    if getattr(request, "actor", None) is None:
        response: HttpResponse = HttpResponseRedirect(f"{reverse('sign_in')}?next={request.path}")
    else:
        response = render(request, "403_csrf.html", {"reason": reason}, status=403)
    park(request, response)
    return response
