"""Imports: the file is sent, checked by the worker, looked at, and then applied by the worker."""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.files import actions, queries
from zhilian.files.forms import HeadingsForm, ImportForm, ModeForm
from zhilian.files.imports import IMPORTERS, Importer
from zhilian.files.models import ImportRun
from zhilian.files.present import SHEET, problems_sheet, run_context, template_sheet


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """All imports of the kinds the person may do, newest first."""
    actor = _actor(request)
    importers = queries.importers_for(actor)
    if not importers:
        raise Forbidden(_("Your role may not import anything."))
    runs = queries.import_runs(actor, [one.kind for one in importers])
    page = keyset_page(runs, ("-id",), request.GET.get("after", ""))
    return render(request, "files/imports.html", {"importers": importers, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a spreadsheet."""
    importer, actor = _importer(request, kind), _actor(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        stored = form.cleaned_data["file"]
        run = actions.start_import(
            importer=importer, filename=stored.name, sha256=stored.sha256, actor=actor, at=timezone.now()
        )
        return redirect("import_run", kind, run.pk)
    context = {"importer": importer, "form": form, "runs": queries.import_runs(actor, [kind])[:5]}
    return render(request, "files/import_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def import_run(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How far it is; the preview; the summary. The bar asks for itself and reloads the page at the end."""
    importer, run = _importer(request, kind), _run(request, kind, pk)
    if request.headers.get("HX-Request"):
        response = render(request, "files/_progress.html", {"run": run})
        if not run.busy:
            response.headers["HX-Refresh"] = "true"
        return response
    return _shown(request, importer, run)


@require_POST
def import_start(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Apply what was looked at."""
    importer, run, form = _importer(request, kind), _run(request, kind, pk), ModeForm(request.POST)
    try:
        mode = form.cleaned_data["mode"] if form.is_valid() else ImportRun.Mode.GOOD_ROWS
        actions.choose_mode(run=run, importer=importer, mode=mode, actor=_actor(request))
    except Invalid as invalid:
        form.add_error(None, str(invalid.sentence))
        return _shown(request, importer, run, mode_form=form, status=422)
    return redirect("import_run", kind, pk)


@require_POST
def import_headings(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Check again with what the person says the headings mean."""
    importer, run = _importer(request, kind), _run(request, kind, pk)
    form = HeadingsForm(importer, run.headings, request.POST)
    if not form.is_valid():
        return _shown(request, importer, run, headings_form=form, status=422)
    actions.remap_import(run=run, importer=importer, chosen=form.chosen, actor=_actor(request))
    return redirect("import_run", kind, pk)


@require_POST
def import_drop(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put the file aside."""
    importer, run = _importer(request, kind), _run(request, kind, pk)
    actions.drop_import(run=run, importer=importer, actor=_actor(request), at=timezone.now())
    return redirect("import_new", kind)


@require_safe
def import_problems(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Every bad row as a spreadsheet."""
    _importer(request, kind)
    run = _run(request, kind, pk)
    return _download(problems_sheet(queries.problems_of(run)), _("bad rows") + f" {run.pk}.xlsx")


@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty spreadsheet with the headings we understand best."""
    importer = _importer(request, kind)
    return _download(template_sheet(importer), f"{importer.label}.xlsx")


def _shown(
    request: HttpRequest, importer: Importer, run: ImportRun, *, status: int = 200, **forms: Any
) -> HttpResponse:
    problems = keyset_page(queries.problems_of(run), ("row", "id"), request.GET.get("after", ""))
    return render(request, "files/import_run.html", run_context(importer, run, problems, **forms), status=status)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _importer(request: HttpRequest, kind: str) -> Importer:
    """The kind of import; unknown kinds do not exist, and whoever lacks the power is told so."""
    importer = IMPORTERS.get(kind)
    if importer is None:
        raise Http404
    require(_actor(request), importer.power)
    return importer


def _run(request: HttpRequest, kind: str, pk: int) -> ImportRun:
    run = queries.import_run(_actor(request), kind, pk)
    if run is None:
        raise Http404
    return run


def _download(content: BytesIO, filename: str) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
