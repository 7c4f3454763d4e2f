"""What happens around every request in the core: content policy, language, refusals turned into pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from zhilian.core.errors import Refusal

View = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "language"
NUL = "\0"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class ContentPolicy:
    """Only our own scripts, styles and pictures; nothing inline, nobody may frame us."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy to every answer that has none."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class Language:
    """Chinese first: only the person's own choice (a cookie) changes it, not the browser's."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak the chosen language during the request."""
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class PlainAddresses:
    """No NUL characters from outside: in an address they are refused, in a cookie they make it none.

    Nobody types them, PostgreSQL does not store them, and each place that looks something up would have to think of
    them. Forms look at their own fields.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or answer 400 with a sentence."""
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            sentence = _("The address has a character in it that does not belong there.")
            return render(request, "refused.html", {"sentence": sentence, "status": 400, "back_url": "/"}, status=400)
        return self.get_response(request)


class Refusals:
    """The one place that turns a business refusal into an answer with its sentence."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; refusals arrive in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal becomes its page; anything else goes on to Django."""
        if not isinstance(exception, Refusal):
            return None
        page = {"sentence": exception.sentence, "status": exception.status}
        return render(request, "refused.html", page, status=exception.status)
