"""模型卡: what proposes, what it was learned from, how good it is, and how to go back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.powers import require
from zhilian.triage.actions.learning import ask, put_back
from zhilian.triage.cards import card_of, changes_of, shift_words
from zhilian.triage.kinds import TEACHERS
from zhilian.triage.models import TextModel
from zhilian.triage.permissions import SEE_MODELS, TRAIN
from zhilian.triage.queries.learning import Since, how_followed, learning, since_it_learned, text_model, text_models
from zhilian.triage.queries.proposals import serving
from zhilian.triage.words import percent

TASK = "category"


@require_safe
def text_models_page(request: HttpRequest) -> HttpResponse:
    """The models, the one in use first, and how learning stands."""
    actor = _reader(request)
    names = TEACHERS[TASK].labels(actor.federation)
    cards = [card_of(one, names) for one in text_models(actor).filter(task=TASK)]
    page = {"cards": cards, "active": next((one for one in cards if _serves(one.model)), None), **_state(actor)}
    return render(request, "triage/models.html", page)


@require_safe
def text_model_page(request: HttpRequest, no: int) -> HttpResponse:
    """The card of one model."""
    actor = _reader(request)
    model = _found(actor, no)
    card = card_of(model, TEACHERS[model.task].labels(actor.federation))
    page = {"card": card, **_state(actor), **(_at_work(actor, model) if _serves(model) else {})}
    return render(request, "triage/model.html", page)


@require_POST
def training(request: HttpRequest) -> HttpResponse:
    """Ask for a new model."""
    _try(
        request, lambda actor: ask(task=TASK, actor=actor, at=timezone.now()), _("Asked for. It takes a minute or two.")
    )
    return redirect("text_models")


@require_POST
def use(request: HttpRequest, no: int) -> HttpResponse:
    """Put an earlier model in use."""
    model = _found(_reader(request), no)
    done = _("Model %(no)s is in use from now on.") % {"no": no}
    _try(request, lambda actor: put_back(model=model, actor=actor, at=timezone.now()), done)
    return redirect("text_model", no)


def _reader(request: HttpRequest) -> Actor:
    actor = acting(request)
    require(actor, SEE_MODELS)
    return actor


def _found(actor: Actor, no: int) -> TextModel:
    model = text_model(actor, no) if no < 2**31 else None
    if model is None:
        raise Http404
    return model


def _serves(model: TextModel) -> bool:
    return model.state == TextModel.State.ACTIVE


def _state(actor: Actor) -> dict[str, Any]:
    """How learning stands, what is at work in this process, and what the reader may do."""
    now, state = serving(actor.federation, TASK), learning(actor.federation, TASK)
    running = bool(state and state.is_running(timezone.now()))
    return {"serving": now, "learning": state, "running": running, "may_train": actor.has(TRAIN)}


def _at_work(actor: Actor, model: TextModel) -> dict[str, Any]:
    """Of the model in use: how texts have changed since, and whether people follow it."""
    since = since_it_learned(actor.federation, model.task, model.no)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    followed = how_followed(actor.federation, model.task, hour)
    shares = {"first_share": (followed.first, followed.shown), "any_share": (followed.any, followed.shown)}
    shares["certain_share"] = (followed.certain_first, followed.certain)
    page = {name: percent(part / whole) if whole else "" for name, (part, whole) in shares.items()}
    return {"since": since, "followed": followed, **page, **_changed(since)}


def _changed(since: Since | None) -> dict[str, Any]:
    if since is None or since.drift is None or since.right is None:
        return {}
    changes, shift = changes_of(since.drift), shift_words(since.drift["shift"])
    return {"right": percent(since.right), "shift": shift, "changes": changes}


def _try(request: HttpRequest, act: Any, done: str) -> None:
    actor = _reader(request)
    require(actor, TRAIN)
    try:
        act(actor)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)
