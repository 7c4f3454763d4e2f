"""快捷通道管理: the dispatcher looks after the channels; the leader may look, too."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.channels import actions, permissions, queries
from zhilian.channels.facts import CONTACT
from zhilian.channels.forms.manage import ChannelForm, CheckForm, RetirementForm, initial_of
from zhilian.channels.models import DirectChannel
from zhilian.channels.present import check_lines, managed_lines, views_of
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.powers import Power, require

SHOWN = 8  # checks of a channel


@require_safe
def channels_manage(request: HttpRequest) -> HttpResponse:
    """The channels to be checked, all in service, or those retired."""
    actor, today = _actor(request, permissions.SEE_CHANNELS), timezone.localdate()
    due = queries.due_count(actor, today)
    view = request.GET.get("view", "due" if due else "all")
    rows = managed_lines(queries.managed(actor, active=view != "retired"), today)
    rows = sorted((row for row in rows if row.is_due), key=lambda row: row.urgency) if view == "due" else rows
    page = {"rows": rows, "view": view, "tabs": views_of(view, due), **_may(actor)}
    return render(request, "channels/manage.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_check(request: HttpRequest, no: int) -> HttpResponse:
    """Record that the contact was called."""
    actor = _actor(request, permissions.CHECK_CHANNEL)
    channel = _found(actor, no)
    form = CheckForm(request.POST or None, initial={name: getattr(channel, name) for name in CONTACT})
    if form.is_valid() and _done(form, lambda: _check(channel, form, actor)):
        messages.success(request, _("The check of “%(name)s” is recorded.") % {"name": channel.name})
        return redirect("channels_manage")
    (line,) = managed_lines([channel], timezone.localdate())
    page = {"form": form, "line": line, "checks": check_lines(queries.checks_of(channel)[:SHOWN])}
    return render(request, "channels/check.html", page, status=422 if form.is_bound else 200)


def _check(channel: DirectChannel, form: CheckForm, actor: Actor) -> None:
    actions.check_channel(channel=channel, actor=actor, at=timezone.now(), **form.given())


@require_http_methods(["GET", "HEAD", "POST"])
def channel_new(request: HttpRequest) -> HttpResponse:
    """Enter a channel."""
    actor = _actor(request, permissions.EDIT_CHANNEL)
    form = _form(request, actor, {})
    if form.is_valid() and _done(form, lambda: _add(form, actor)):
        messages.success(request, _("The channel is in service. Please check its contact."))
        return redirect("channels_manage")
    return render(request, "channels/edit.html", {"form": form}, status=422 if form.is_bound else 200)


def _add(form: ChannelForm, actor: Actor) -> None:
    actions.add_channel(no=form.cleaned_data["no"], facts=form.facts(), actor=actor, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: HttpRequest, no: int) -> HttpResponse:
    """Change a channel; who was overtaken keeps what was typed."""
    actor = _actor(request, permissions.EDIT_CHANNEL)
    channel = _found(actor, no)
    form = _form(request, actor, initial_of(channel))
    if form.is_valid() and _done(form, lambda: _change(channel, form, actor)):
        messages.success(request, _("Saved."))
        return redirect("channels_manage")
    page = {"form": form, "channel": channel}
    return render(request, "channels/edit.html", page, status=422 if form.is_bound else 200)


def _change(channel: DirectChannel, form: ChannelForm, actor: Actor) -> None:
    given = {"facts": form.facts(), "seen": form.cleaned_data["seen"]}
    actions.change_channel(channel=channel, actor=actor, at=timezone.now(), **given)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_retirement(request: HttpRequest, no: int) -> HttpResponse:
    """Retire a channel, or put a retired one into service again."""
    actor = _actor(request, permissions.EDIT_CHANNEL)
    channel = _found(actor, no)
    form = RetirementForm(request.POST or None)
    if request.method == "POST" and not channel.active:
        actions.restore_channel(channel=channel, actor=actor, at=timezone.now())
        return redirect("channels_manage")
    if form.is_valid() and _done(form, lambda: _retire(channel, form, actor)):
        messages.success(request, _("“%(name)s” is retired.") % {"name": channel.name})
        return redirect("channels_manage")
    page = {"form": form, "channel": channel}
    return render(request, "channels/retirement.html", page, status=422 if form.is_bound else 200)


def _retire(channel: DirectChannel, form: RetirementForm, actor: Actor) -> None:
    actions.retire_channel(channel=channel, reason=form.cleaned_data["reason"], actor=actor, at=timezone.now())


def _form(request: HttpRequest, actor: Actor, initial: dict[str, Any]) -> ChannelForm:
    units, categories = queries.units_for(actor.federation), queries.categories(actor.federation)
    return ChannelForm(request.POST or None, initial=initial, units=units, categories=categories)


def _done(form: Any, act: Any) -> bool:
    """Do it; a refusal is put beside the field it is about."""
    try:
        act()
    except Refusal as refusal:
        named = [name for name in getattr(refusal, "fields", ()) if name in form.fields]
        form.add_error(named[0] if named else None, str(refusal.sentence))
        return False
    return True


def _actor(request: HttpRequest, power: Power) -> Actor:
    actor = acting(request)
    require(actor, power)
    return actor


def _found(actor: Actor, no: int) -> DirectChannel:
    channel = queries.managed_channel(actor, no)
    if channel is None:
        raise Http404
    return channel


def _may(actor: Actor) -> dict[str, bool]:
    return {"may_check": actor.has(permissions.CHECK_CHANNEL), "may_edit": actor.has(permissions.EDIT_CHANNEL)}
