"""What the pages of both sides need."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape

from zhilian.accounts.acting import acting
from zhilian.cases import actions
from zhilian.cases.models import Case
from zhilian.cases.queries import case_or_none
from zhilian.cases.rules import WATCHED
from zhilian.cases.rules.secrecy import BLANK

SHEETS: Final = {"case_slip": "slip"}  # addresses that show more, or something else, than the page


def found(request: HttpRequest, number: str) -> Case:
    """The case with this number, as far as the actor may see it; reads of confidential ones are logged.

    Raises Http404 for any other.
    """
    case = case_or_none(acting(request), number)
    if case is None:
        raise Http404
    if request.method in ("GET", "HEAD"):
        note_reading(request, case)
    return case


def veiled(response: HttpResponse, case: Case) -> HttpResponse:
    """The page without any word that names an unnamed firm, whoever wrote it where: the last of several nets."""
    if case.veil:
        text = response.content.decode()
        for word in case.veil.words:
            text = text if word.isascii() and not word.isdigit() else text.replace(escape(word), BLANK)
        response.content = text.encode()
    return response


def note_reading(request: HttpRequest, case: Case) -> None:
    """Log that the actor is shown this case, if it is one whose reads are logged."""
    if case.confidentiality not in WATCHED:
        return
    route = request.resolver_match.url_name if request.resolver_match else ""
    where = SHEETS.get(route or "", "sheet" if "sheet" in (route or "") else "page")
    actions.note_reading(case=case, actor=acting(request), at=timezone.now(), where=where)
