"""Answer templates: what answers are begun with."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions
from zhilian.cases.forms.notes import TemplateForm
from zhilian.cases.models import AnswerTemplate, Case
from zhilian.cases.queries import notes
from zhilian.core.actor import Actor
from zhilian.core.powers import require


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """One's own, and those of the federation."""
    actor = acting(request)
    require(actor, permissions.TEMPLATES)
    own = {one.pk for one in notes.own_templates(actor)}
    rows = [(one, one.pk in own) for one in notes.templates(actor) if one.active or one.pk in own]
    return render(request, "cases/tools/templates.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Write one, or change one's own."""
    actor = acting(request)
    require(actor, permissions.TEMPLATES)
    template = _own(actor, key) if key else None
    form = TemplateForm(request.POST or None, actor=actor, initial=_initial(template))
    if request.method == "POST" and form.is_valid():
        actions.save_template(template=template, actor=actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("templates")
    page = {"form": form, "template": template}
    return render(request, "cases/tools/template.html", page, status=422 if form.is_bound else 200)


def _own(actor: Actor, key: int) -> AnswerTemplate:
    found = notes.own_templates(actor).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    return found


def _initial(template: AnswerTemplate | None) -> dict[str, Any]:
    if template is None:
        return {}
    names = ("title", "text", "active")
    return {"category": template.category_id, **{name: getattr(template, name) for name in names}}


def begun(request: HttpRequest, case: Case, noun: str) -> dict[str, Any] | None:
    """What an answer is begun with, where the address names a template."""
    key = request.GET.get("template", "")
    if noun not in ("reply", "answer") or not key.isdecimal() or len(key) > 18:
        return None
    actor = acting(request)
    template = notes.fitting_templates(case, actor).filter(pk=int(key)).first()
    return {"text": notes.filled_in(template, case, actor, timezone.now())} if template else None
