"""Order sheets, supervision sheets and minutes as Word file and PDF."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions
from zhilian.cases.models import Case
from zhilian.cases.queries import sheets
from zhilian.cases.views.common import found
from zhilian.core.powers import require
from zhilian.kit.papers import NoFont, Paper, as_docx, as_pdf

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
def assignment(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """交办单."""
    case = _case(request, number)
    return _out(request, case, sheets.assignment_paper(case, acting(request)), form)


@require_safe
def order(request: HttpRequest, number: str, year: int, no: int, form: str) -> HttpResponse:
    """督办单."""
    case, actor = _case(request, number), acting(request)
    row = sheets.order_of(case, actor, year, no)
    return _out(request, case, sheets.supervision_paper(case, row, actor) if row else None, form)


@require_safe
def minutes(request: HttpRequest, number: str, year: int, no: int, form: str) -> HttpResponse:
    """会办纪要."""
    case, actor = _case(request, number), acting(request)
    row = sheets.minutes_of(case, actor, year, no)
    return _out(request, case, sheets.minutes_paper(case, row, actor) if row else None, form)


def _case(request: HttpRequest, number: str) -> Case:
    case = found(request, number)
    require(acting(request), permissions.SEE_SHEETS)
    return case


def _out(request: HttpRequest, case: Case, paper: Paper | None, form: str) -> HttpResponse:
    """The file, with its line of trail."""
    if paper is None:
        raise Http404
    response = paper_file(request, paper, form, reverse("case", args=[case.number]), _("To the case"))
    if request.method == "GET" and response.status_code == 200:
        name = f"{paper.kind} {paper.number} ({form})"
        actions.take_out(case=case, sheet=name, actor=acting(request), at=timezone.now())
    return response


def paper_file(request: HttpRequest, paper: Paper, form: str, back_url: str, back_label: str) -> HttpResponse:
    """A paper as a file; where a PDF lacks its font, a page that says so and offers the Word file."""
    try:
        content = as_docx(paper) if form == "docx" else as_pdf(paper, fonts=settings.PAPER_FONTS)
    except NoFont as lack:
        sentence = lack.message_en if (get_language() or "").startswith("en") else str(lack)
        word = f"{request.path.removesuffix('pdf')}docx"
        page = {"sentence": sentence, "word": word, "back_url": back_url, "back_label": back_label}
        return render(request, "cases/joint/no_font.html", page, status=409)
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{paper.kind} {paper.number}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
