"""Broken text that was pasted: what it would be, repaired."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhilian.core.templatetags.look_fields import repair_offer
from zhilian.kit.repair import looks_damaged

LONGEST = 20_000  # characters


@require_POST
def text_repair(request: HttpRequest) -> HttpResponse:
    """The offer below the box it was pasted into; nothing for a sound text. The text is neither kept nor logged."""
    name, control = (request.POST.get(one, "")[:60] for one in ("field", "control"))
    text = request.POST.get(name, "") if name not in ("", "field", "control") else ""
    if len(text) > LONGEST or not looks_damaged(text):
        return HttpResponse("")
    return render(request, "_components/repair.html", {"repair": repair_offer(text, name, control)})
