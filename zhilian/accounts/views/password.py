"""One's own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhilian.accounts import actions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.forms import PasswordForm
from zhilian.accounts.middleware import address_of
from zhilian.accounts.models import User
from zhilian.accounts.signin import Locked, check_password


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; other browsers are signed out, this one stays."""
    user = queries.person_of(acting(request))
    form, status = PasswordForm(request.POST or None, user=user), 200
    if form.is_bound:
        status = _try(request, form, user)
    if status == 302:
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password has been changed. You are signed out everywhere else."))
        return redirect("password")
    return render(request, "accounts/password.html", {"form": form}, status=status)


def _try(request: HttpRequest, form: PasswordForm, user: User) -> int:
    """Change it if all is right; the HTTP status that follows. Wrong present passwords count as wrong sign-ins."""
    if not form.is_valid():
        return 422
    now, given = timezone.now(), form.cleaned_data
    try:
        typed = {"username": user.username, "password": given["old"], "address": address_of(request), "at": now}
        known = check_password(request=request, **typed)
    except Locked as locked:
        form.add_error(None, str(locked.sentence))
        return locked.status
    if known is None:
        form.add_error("old", _("This is not your present password."))
        return 422
    actions.change_password(user=user, password=given["new"], actor=acting(request), at=now)
    return 302
