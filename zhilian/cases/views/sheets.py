"""Order sheets, supervision sheets and minutes as Word file and PDF."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
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
    """The file, with its line of trail; where a PDF lacks its font, a page that says so and offers the Word file."""
    if paper is None:
        raise Http404
    try:
        content = as_docx(paper) if form == "docx" else as_pdf(paper, fonts=settings.PAPER_FONTS)
    except NoFont as lack:
        sentence = lack.message_en if (get_language() or "").startswith("en") else str(lack)
        page = {"sentence": sentence, "word": f"{request.path.removesuffix('pdf')}docx", "back_url": _back(case)}
        return render(request, "cases/joint/no_font.html", page, status=409)
    name = f"{paper.kind} {paper.number}"
    if request.method == "GET":
        actions.take_out(case=case, sheet=f"{name} ({form})", actor=acting(request), at=timezone.now())
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(case: Case) -> str:
    return reverse("case", args=[case.number])
