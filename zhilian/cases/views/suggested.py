"""类别建议: what the words typed so far seem to be about, as large buttons with the reason; a part of two forms."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.queries.proposals import proposed
from zhilian.channels.queries import category_list, channel
from zhilian.channels.words import category_name
from zhilian.core.actor import Actor
from zhilian.core.powers import require
from zhilian.kit.repair import repair
from zhilian.triage.words import because

TEXT_READ: Final = 4_000  # characters; a difficulty has said what it is about by then
SAME: Final = 204
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Rows of code, name and reason; ``chosen`` is ticked, ``certain`` if the reader of texts ticked it."""

    rows: list[Row] = field(default_factory=list)
    chosen: str = ""
    certain: bool = False

    @property
    def stamp(self) -> str:
        """The same for the same rows: what stands on the page already is not drawn again."""
        return sha256(repr(self).encode()).hexdigest()[:12]


@require_POST
def for_the_firm(request: HttpRequest) -> HttpResponse:
    """While a firm writes."""
    require(acting(request), permissions.SUBMIT)
    return _fragment(request)


@require_POST
def at_the_counter(request: HttpRequest) -> HttpResponse:
    """While a clerk writes down what a firm says."""
    require(acting(request), permissions.TAKE_DOWN)
    return _fragment(request)


def _fragment(request: HttpRequest) -> HttpResponse:
    found = suggested(request, acting(request))
    if found.stamp == request.POST.get("stamp"):
        return HttpResponse(status=SAME)
    return render(request, "cases/firm/_suggested.html", {"suggested": found})


def suggested(request: HttpRequest, actor: Actor) -> Suggested:
    """The categories of the channel through which the firm came, or those its words seem to be about.

    What the person ticked stays ticked while the words change; what was only proposed gives way.
    """
    own = request.POST.get("suggested", "")
    if request.POST.get("category") or (request.method == "GET" and request.GET.get("category")):
        return Suggested()  # chosen from the whole list
    if rows := _of_channel(request, actor):
        return Suggested(rows, own)
    found = proposed(actor.federation, repair(request.POST.get("text", "")[:TEXT_READ]).text)
    rows = [(one.code, one.name, because(one.words)) for one in found.found]
    if own and own != request.POST.get("by_itself", ""):
        return Suggested(_with_own(rows, own, actor), own)
    first = found.first.code if found.certain and found.first else ""
    return Suggested(rows, first, bool(first))


def _with_own(rows: list[Row], own: str, actor: Actor) -> list[Row]:
    """The rows, and before them what the person ticked earlier and the words no longer speak for."""
    names = {} if own in {code for code, *_more in rows} else {one.code: one for one in category_list(actor.federation)}
    return [(own, category_name(names[own]), ""), *rows] if own in names else rows


def _of_channel(request: HttpRequest, actor: Actor) -> list[Row]:
    number = request.GET.get("channel", "")
    chosen = channel(actor.federation, int(number)) if number.isdecimal() and len(number) < 5 else None
    return [(one.code, category_name(one), "") for one in chosen.categories.all()] if chosen else []
