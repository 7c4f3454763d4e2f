"""The components of the design system, for `{% load look %}`; shown alive on /styleguide/."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from zhilian.core.templatetags import look_charts, look_fields
from zhilian.kit import money as kit_money

register = template.Library()

FIRM_STEPS = (
    pgettext_lazy("step", "Received"),
    pgettext_lazy("step", "Accepted"),
    pgettext_lazy("step", "Handling"),
    pgettext_lazy("step", "Answer"),
    pgettext_lazy("step", "You rate"),
)
DEADLINE_TONES = {"ok": "", "amber": "tone-amber", "late": "tone-late", "done": "tone-done", "paused": "tone-done"}
DEADLINE_ICONS = {"ok": "clock", "amber": "hourglass", "late": "warn", "done": "check", "paused": "pause"}
ALERT_ICONS = {"info": "info", "success": "check-circle", "warn": "warn", "warning": "warn", "error": "error"}


def part(name: str, context: dict[str, Any]) -> SafeString:
    """Render one component template."""
    return render_to_string(f"_components/{name}.html", context)


# ---- the frame of a page


@register.simple_tag(takes_context=True)
def page_side(context: Context) -> str:
    """Side of the house a page is shown on: context `side` if given, else by who is signed in."""
    if context.get("side"):
        return str(context["side"])
    actor = context.get("actor")
    if not actor:
        return "public"
    return "firm" if str(getattr(actor, "role", "")) == "enterprise_user" else "desk"


@register.inclusion_tag("_components/page_head.html")
def page_head(
    title: str, *, lead: str = "", crumbs: Sequence[Any] = (), kicker: str = "", **back: str
) -> dict[str, Any]:
    """The one h1 of a page, with breadcrumbs (objects with label, url) or `back_url`/`back_label`."""
    return {"title": title, "lead": lead, "crumbs": crumbs, "kicker": kicker, **back}


@register.simple_block_tag
def panel(
    content: str, title: str = "", *, flush: bool = False, id: str = "", link: str = "", link_label: str = ""
) -> str:
    """A sheet with a heading; `flush` for a table or list that reaches the edge; `link` for 'all of them'."""
    names = {"content": content, "title": title, "flush": flush, "id": id, "link": link, "link_label": link_label}
    return part("panel", names)


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> str:
    """An inline message: info, success, warn or error."""
    return part("alert", {"content": content, "kind": kind, "title": title, "icon_name": ALERT_ICONS.get(kind, "info")})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    """A native dialog; opened by a link with `data-dialog="<id>"` that leads to the same form as a page."""
    return part("dialog", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def empty(content: str, title: str, *, icon: str = "inbox", action_url: str = "", action_label: str = "") -> str:
    """An empty list that says what to do next; the text between the tags explains."""
    names = {
        "content": content,
        "title": title,
        "icon_name": icon,
        "action_url": action_url,
        "action_label": action_label,
    }
    return part("empty", names)


@register.inclusion_tag("_components/flash.html")
def flash(messages: Any) -> dict[str, Any]:
    """Django messages as a status region; a message's extra tag names the draft that is no longer needed."""
    return {"rows": [_flashed(message) for message in messages or ()]}


def _flashed(message: Any) -> dict[str, Any]:
    kind = message.level_tag or "info"
    return {"text": message, "kind": kind, "icon": ALERT_ICONS.get(kind, "info"), "draft": message.extra_tags}


@register.inclusion_tag("_components/tabs.html")
def tabs(items: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Tabs as links: objects with label, url, current and optional count."""
    return {"items": items, "label": label}


@register.inclusion_tag("_components/pager.html")
def pager(previous: str = "", next: str = "") -> dict[str, str]:
    """Links to the page before and after (addresses, empty when there is none)."""
    return {"previous": previous, "next": next}


@register.inclusion_tag("_components/chips.html")
def active_filters(items: Sequence[Any], clear_url: str = "") -> dict[str, Any]:
    """What a list is filtered by: objects with label and url (the address without this filter)."""
    return {"items": items, "clear_url": clear_url}


# ---- forms


@register.simple_tag
def field(bound: BoundField, *, hint: str = "", label: str = "", inline: bool = False, affix: str = "") -> SafeString:
    """Draw one form field with label, hint, error and control, whatever its widget."""
    return part("field", look_fields.field_context(bound, hint=hint, label=label, inline=inline, affix=affix))


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Draw all fields of a form in their order; hidden ones without dress."""
    return part("form_fields", {"form": form})


@register.inclusion_tag("_components/error_summary.html")
def error_summary(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """The box above a form that failed: takes the focus, each error links to its control."""
    return {"rows": look_fields.error_rows(form) if form.is_bound else [], "focus": focus}


@register.inclusion_tag("_components/check_answers.html")
def check_answers(rows: Sequence[Any]) -> dict[str, Any]:
    """What was answered, before it is sent: objects with label, value, change_url."""
    return {"rows": rows}


@register.inclusion_tag("_components/facts.html")
def facts(rows: Sequence[Any]) -> dict[str, Any]:
    """Key and value: objects or pairs (label, value)."""
    return {"rows": [{"label": r[0], "value": r[1]} if isinstance(r, (tuple, list)) else r for r in rows]}


# ---- a matter and its course


@register.simple_tag
def badge(label: str, tone: str = "") -> SafeString:
    """A word in a pill; tone: active, turn (somebody must act now), done, amber, late, or nothing."""
    return format_html('<span class="badge{}">{}</span>', f" tone-{tone}" if tone else "", label)


@register.simple_tag
def stage_badge(stage: str, label: str) -> SafeString:
    """The stage of a case as a pill; the colour follows from the stage code in the style sheet."""
    return format_html('<span class="badge stage-{}">{}</span>', stage, label)


@register.inclusion_tag("_components/deadline.html")
def deadline_chip(
    due_at: datetime | None = None,
    now: datetime | None = None,
    *,
    state: str = "ok",
    label: str = "",
    steps: Sequence[str] = (),
) -> dict[str, Any]:
    """A deadline, words first; state: ok, amber, late, done, paused; `steps` says how it came about, line by line."""
    known = state if state in DEADLINE_TONES else "ok"
    other_year = bool(due_at and now and due_at.year != now.year)
    return {
        "due_at": due_at, "label": label, "steps": steps, "other_year": other_year,
        "tone": DEADLINE_TONES[known], "icon_name": DEADLINE_ICONS[known],
    }  # fmt: skip


@register.inclusion_tag("_components/steps.html")
def firm_steps(current: int, *, ended: bool = False, dates: Sequence[Any] = ()) -> dict[str, Any]:
    """The five steps a firm sees, `current` 1–5 under way, 6 all done; `ended` when stopped at that step."""
    return steps_context(FIRM_STEPS, current, ended=ended, dates=dates)


@register.inclusion_tag("_components/steps.html")
def steps(labels: Sequence[str], current: int, *, dates: Sequence[Any] = ()) -> dict[str, Any]:
    """Any row of steps, `current` counted from 1."""
    return steps_context(labels, current, dates=dates)


def steps_context(
    labels: Sequence[Any], current: int, *, ended: bool = False, dates: Sequence[Any] = ()
) -> dict[str, Any]:
    """Rows for `_components/steps.html`: number, label, state and date of each step."""
    shown = [*dates, *[None] * len(labels)]
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(1, len(labels) + 1)]
    rows = [
        {"number": n, "label": one, "state": state, "at": at}
        for n, (one, state, at) in enumerate(zip(labels, states, shown, strict=False), 1)
    ]
    return {"rows": rows, "ended": ended}


@register.inclusion_tag("_components/timeline.html")
def timeline(entries: Sequence[Any]) -> dict[str, Any]:
    """What happened, newest or oldest first as given: at, title, and optionally who, text, tone (now, late), url."""
    return {"entries": entries}


@register.inclusion_tag("_components/confirmation.html")
def confirmation(
    title: str, *, number: str = "", who: str = "", by: datetime | None = None, text: str = ""
) -> dict[str, Any]:
    """The panel after sending: number, who will call, by when."""
    return {"title": title, "number": number, "who": who, "by": by, "text": text}


# ---- people, money, figures


@register.inclusion_tag("_components/who.html")
def person(name: str, note: str = "", *, url: str = "") -> dict[str, Any]:
    """A person: first character in a circle, name, and post or telephone below."""
    return {"name": name, "note": note, "url": url, "mark": str(name)[:1]}


@register.inclusion_tag("_components/who.html")
def unit(name: str, note: str = "", *, icon: str = "building", url: str = "") -> dict[str, Any]:
    """An organisation: department, bank, station, enterprise."""
    return {"name": name, "note": note, "url": url, "icon_name": icon}


@register.simple_tag
def money(yuan: Decimal | int | float | None, style: str = "ledger") -> SafeString:
    """Money in yuan: `ledger` in full, 800,000,000.00; `brief` in the handiest large unit."""
    if yuan is None:
        return format_html('<span class="money">{}</span>', "—")
    return format_html('<span class="money">{}</span>', money_words(Decimal(str(yuan)), style))


def money_words(amount: Decimal, style: str) -> str:
    """An amount in the reader's language: Chinese counts by ten thousands, English by thousands."""
    if (get_language() or "zh").startswith("zh"):
        return kit_money.wan_yi(amount) if style == "brief" else kit_money.yuan(amount)
    sizes = (1_000_000_000, "billion yuan"), (1_000_000, "million yuan")
    size, words = next(((n, w) for n, w in sizes if style == "brief" and abs(amount) >= n), (1, "yuan"))
    return f"{amount / size:,.2f} {words}"


@register.inclusion_tag("_components/tile.html")
def tile(label: str, value: Any, *, unit: str = "", url: str = "", hint: str = "", tone: str = "") -> dict[str, Any]:
    """A figure that opens its list; tone: late, amber or nothing."""
    return {"label": label, "value": value, "unit": unit, "url": url, "hint": hint, "tone": tone}


@register.inclusion_tag("_components/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """How far long work has come."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("_components/bar_chart.html")
def bar_chart(title: str, points: Sequence[Any], unit: str = "") -> dict[str, Any]:
    """Lying bars in a table: points are (label, value, url, tone) or objects of these names."""
    return {"title": title, "unit": unit, "rows": look_charts.bars(points)}


@register.inclusion_tag("_components/column_chart.html")
def column_chart(title: str, points: Sequence[Any], unit: str = "") -> dict[str, Any]:
    """Upright columns over time, with the figures below on demand."""
    return {"title": title, "unit": unit, **look_charts.columns(points)}


@register.inclusion_tag("_components/line_chart.html")
def line_chart(title: str, points: Sequence[Any], unit: str = "") -> dict[str, Any]:
    """A line over time, with the figures below on demand."""
    return {"title": title, "unit": unit, **look_charts.line(points)}
