"""归集: similar open cases are looked for, ticked, and merged or hung on a systemic issue together."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions, queries
from zhilian.cases.actions.merging import Gathered
from zhilian.cases.forms.issues import GatherForm
from zhilian.cases.lines import lines
from zhilian.cases.queries import case_or_none, pool
from zhilian.core.actor import Actor
from zhilian.core.powers import require

NAMED_FAILURES = 20  # failures named one by one; the rest is counted


@require_safe
def gather(request: HttpRequest) -> HttpResponse:
    """Look for open cases that may be the same matter, or have the same cause."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.POOL)
    form = _form(actor, request.GET)
    asked = {name: form[name].value() or "" for name in form.fields}
    found = list(pool.similar(actor, now, **asked)) if any(asked.values()) else []
    page = {
        "form": form,
        "asked": any(asked.values()),
        "ticked": set(request.GET.getlist("ticked")),
        "rows": lines(found, actor, now, actor.federation),
        "most": pool.GATHERED_AT_MOST if len(found) == pool.GATHERED_AT_MOST else 0,
        "issues": list(pool.open_issues(actor)),
    }
    return render(request, "cases/pool/gather.html", page)


def _form(actor: Actor, given: Any) -> GatherForm:
    names, language = queries.reference(actor.federation), get_language() or ""
    form = GatherForm(initial={name: given.get(name, "")[:60] for name in GatherForm.base_fields})
    for column in ("category", "street"):
        rows = [(row.code, row.shown(language)) for row in names[column].rows if row.offered]
        form.fields[column].choices = [("", _("Any")), *rows]  # type: ignore[attr-defined]
    return form


@require_POST
def merge_many(request: HttpRequest) -> HttpResponse:
    """Merge the ticked cases under ``master`` (or ``target``), if empty under the one that came in first."""
    actor, ticked = acting(request), _ticked(request)
    require(actor, permissions.POOL)
    number = request.POST.get("master", request.POST.get("target", "")).strip().upper()
    master = case_or_none(actor, number) if number else next(iter(ticked), None)
    reason = request.POST.get("reason", "").strip()
    if problem := _problem(ticked, master is None, _("There is no case with this number that you may see."), reason):
        return _back(request, problem)
    assert master is not None
    done = actions.merge_many(cases=ticked, master=master, reason=reason, actor=actor, at=timezone.now())
    _tell(request, done, ngettext("%(n)s case merged.", "%(n)s cases merged.", len(done.done)))
    return redirect("case", master.number)


@require_POST
def hang_many(request: HttpRequest) -> HttpResponse:
    """Hang the ticked cases on the issue ``target``."""
    actor, ticked = acting(request), _ticked(request)
    require(actor, permissions.POOL)
    issue = pool.issue_numbered(actor, request.POST.get("target", ""))
    if problem := _problem(ticked, issue is None, _("Please choose a systemic issue."), "-"):
        return _back(request, problem)
    assert issue is not None
    done = actions.hang_many(cases=ticked, issue=issue, actor=actor, at=timezone.now())
    hung_words(request, done)
    return redirect("issue", issue.year, issue.no)


def hung_words(request: HttpRequest, done: Gathered) -> None:
    """Say what became of the cases that were to hang on an issue."""
    words = ngettext("%(n)s case hangs on the issue now.", "%(n)s cases hang on the issue now.", len(done.done))
    _tell(request, done, words)


def _ticked(request: HttpRequest) -> Any:
    return pool.numbered(acting(request), request.POST.getlist("number"))


def _problem(ticked: Any, lost: bool, sentence: str, reason: str) -> str:
    if not ticked:
        return _("Please tick at least one case.")
    if lost:
        return sentence
    return "" if reason else _("Please say why it is the same matter.")


def _back(request: HttpRequest, problem: str) -> HttpResponse:
    """To where it was ticked, and still is, with what is wrong."""
    messages.error(request, problem)
    kept: dict[str, Any] = {name: request.POST.get(f"kept_{name}", "") for name in GatherForm.base_fields}
    kept["ticked"] = request.POST.getlist("number")[: pool.GATHERED_AT_MOST]
    return redirect(f"{reverse('gather')}?{urlencode(kept, doseq=True)}")


def _tell(request: HttpRequest, done: Gathered, words: str) -> None:
    if done.done:
        messages.success(request, words % {"n": len(done.done)})
    for number, sentence in done.failed[:NAMED_FAILURES]:
        messages.warning(request, f"{number}: {sentence}")
    if len(done.failed) > NAMED_FAILURES:
        rest = len(done.failed) - NAMED_FAILURES
        messages.warning(request, ngettext("… and %(n)s more.", "… and %(n)s more.", rest) % {"n": rest})


def found_issue(request: HttpRequest, year: int, no: int) -> Any:
    """The issue with this number, as far as the actor may see it. Raises Http404 for any other."""
    issue = pool.issue_or_none(acting(request), year, no)
    if issue is None:
        raise Http404
    return issue
