"""共性问题: the list, one issue with the cases that hang on it, and the steps of its owner and its reviewer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions
from zhilian.cases.actions.concluding import Concluded
from zhilian.cases.forms import issues as forms
from zhilian.cases.lines import lines
from zhilian.cases.models import SystemicIssue
from zhilian.cases.present import timeline
from zhilian.cases.queries import pool
from zhilian.cases.views.gather import found_issue, hung_words
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.paging import keyset_page
from zhilian.core.powers import Power, require

NEWEST = ("-id",)


@dataclass(frozen=True, slots=True)
class IssueStep:
    """A step of an issue: whose it is, when, and its form."""

    noun: str
    power: Power
    form: type[forms.IssueForm]
    heading: object
    button: object
    done: object
    when: Callable[[SystemicIssue, Actor], bool]
    main: bool = False

    def asked_of(self, actor: Actor, issue: SystemicIssue) -> bool:
        """Whether this actor can take the step now."""
        return actor.has(self.power) and self.when(issue, actor)


def _owns(issue: SystemicIssue, actor: Actor) -> bool:
    return issue.is_open and issue.unit_id == actor.organisation_id


def _proposed(issue: SystemicIssue, actor: Actor) -> bool:
    return issue.is_open and issue.proposed_at is not None


def _unfinished(issue: SystemicIssue, actor: Actor) -> bool:
    return _proposed(issue, actor) or (not issue.is_open and bool(getattr(issue, "hanging", 0)))


def _is_open(issue: SystemicIssue, actor: Actor) -> bool:
    return issue.is_open


STEPS = (
    IssueStep(
        "proposal", permissions.HANDLE, forms.ProposalForm, gettext_lazy("Propose the outcome"),
        gettext_lazy("Send for review"), gettext_lazy("Proposed. The federation reviews it before the firms see it."),
        _owns, True,
    ),
    IssueStep(
        "conclusion", permissions.REVIEW, forms.ConclusionForm, gettext_lazy("Review the outcome"),
        gettext_lazy("Pass: answer all cases that hang on it"), "", _unfinished, True,
    ),
    IssueStep(
        "return", permissions.REVIEW, forms.SendBackForm, gettext_lazy("Not yet: back to the owner"),
        gettext_lazy("Back to the owner"), gettext_lazy("Back at the owner, with your reason."), _proposed,
    ),
    IssueStep(
        "note", permissions.SEE_ISSUES, forms.NoteForm, gettext_lazy("Note what has been done"),
        gettext_lazy("Note it"), gettext_lazy("Noted."), _is_open,
    ),
    IssueStep(
        "owner", permissions.POOL, forms.HandOnForm, gettext_lazy("Give it another owner"),
        gettext_lazy("Hand it on"), gettext_lazy("Handed on, with all cases that hang on it."), _is_open,
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """The open issues, the most urgent first, or those concluded."""
    actor = acting(request)
    require(actor, permissions.SEE_ISSUES)
    concluded = request.GET.get("view") == "concluded"
    tabs = [
        {"label": _("Under way"), "url": "?view=open", "current": not concluded},
        {"label": _("Concluded"), "url": "?view=concluded", "current": concluded},
    ]
    rows = list(pool.issue_list(actor, concluded=concluded)[:200])
    page = {"rows": rows, "now": timezone.now(), "tabs": tabs, "concluded": concluded}
    return render(request, "cases/pool/issues.html", {**page, "may_open": actor.has(permissions.POOL)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_issue(request: HttpRequest) -> HttpResponse:
    """Open an issue, perhaps for the cases ticked in a list."""
    actor, at = acting(request), timezone.now()
    require(actor, permissions.POOL)
    given = (request.POST,) if "title" in request.POST else ()  # else it is opened from a list, for what is ticked
    numbers = (request.POST if request.method == "POST" else request.GET).getlist("number")
    ticked = pool.numbered(actor, numbers) if numbers else []
    form = forms.NewIssueForm(*given, actor=actor, at=at, initial=_suggested(ticked))
    if (issue := _acted(form)) is not None:
        return _opened(request, issue, ticked)
    page = {"form": form, "ticked": ticked}
    return render(request, "cases/pool/new_issue.html", page, status=422 if given else 200)


def _suggested(ticked: Any) -> dict[str, Any]:
    """The first case's title and category, for what is common is often said there."""
    first = next(iter(ticked), None)
    category = first.category if first else None
    unit = category.unit if category else None
    return {"title": first.title if first else "", "category": category and category.code, "unit": unit and unit.code}


def _opened(request: HttpRequest, issue: SystemicIssue, ticked: Any) -> HttpResponse:
    messages.success(request, _("Issue %(number)s is open. Its owner has been told.") % {"number": issue.number})
    if ticked:
        actor, at = acting(request), timezone.now()
        hung_words(request, actions.hang_many(cases=ticked, issue=issue, actor=actor, at=at))
    return redirect("issue", issue.year, issue.no)


@require_safe
def issue_page(request: HttpRequest, year: int, no: int) -> HttpResponse:
    """One issue."""
    require(acting(request), permissions.SEE_ISSUES)
    return _show(request, found_issue(request, year, no))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_step(request: HttpRequest, year: int, no: int, noun: str) -> HttpResponse:
    """GET: the page with this step unfolded. POST: take it; 422 and 409 keep what was typed."""
    actor, issue, step = acting(request), found_issue(request, year, no), BY_NOUN[noun]
    require(actor, step.power)
    if request.method != "POST":
        return _show(request, issue, noun)
    form = _fresh(step, issue, actor, timezone.now(), request.POST)
    try:
        done = _acted(form, step)
    except NotPossible as refusal:
        return _show(request, found_issue(request, year, no), overtaken=refusal.sentence, status=409)
    if done is None:
        return _show(request, issue, noun, form, status=422)
    messages.success(request, _concluded_words(done) if isinstance(done, Concluded) else str(step.done))
    return redirect("issue", year, no) if pool.issue_or_none(actor, year, no) else redirect("issues")


def _acted(form: forms.IssueForm, step: object = "") -> Any:
    """Do what a valid form says; None where something is wrong with it."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return form.act() or step
    except Invalid as refusal:
        name = next((name for name in refusal.fields if name in form.fields), None)
        form.add_error(name, str(refusal.sentence))
        return None


def _fresh(step: IssueStep, issue: SystemicIssue, actor: Actor, at: datetime, *given: Any) -> forms.IssueForm:
    return step.form(*given, actor=actor, at=at, issue=issue, auto_id=f"{step.noun}_%s")


def _concluded_words(done: Concluded) -> str:
    words = ngettext("Concluded: %(n)s case answered.", "Concluded: %(n)s cases answered.", done.answered)
    said = words % {"n": done.answered}
    if done.withdrawn:
        said += " " + _("Withdrawn meanwhile, not answered: %(numbers)s.") % {"numbers": ", ".join(done.withdrawn)}
    return said


def _show(
    request: HttpRequest, issue: SystemicIssue, noun: str = "", form: forms.IssueForm | None = None, *,
    overtaken: object = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor, now = acting(request), timezone.now()
    found = keyset_page(pool.cases_of(issue, actor), NEWEST, request.GET.get("after", ""))
    steps = [
        {"step": step, "form": form if form and step.noun == noun else _fresh(step, issue, actor, now),
         "open": step.noun == noun, "url": reverse(f"issue_{step.noun}", args=[issue.year, issue.no])}
        for step in STEPS if step.asked_of(actor, issue)
    ]  # fmt: skip
    page = {
        "issue": issue,
        "now": now,
        "overtaken": overtaken,
        "steps": steps,
        "rows": lines(found.rows, actor, now, actor.federation),
        "timeline": timeline(pool.issue_trail(issue), for_firm=False)[::-1],
        "next": f"?after={found.next_token}" if found.next_token else "",
        "previous": f"?after={found.previous_token}" if found.previous_token else "",
    }
    return render(request, "cases/pool/issue.html", page, status=status)
