"""How a form field is drawn, whatever its widget: label, hint, error, control."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from zhilian.kit.repair import LOST_MARK, Kind, repair, segments

CHOICE_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
SENTENCE_ENDS = ("?", ".", "!", "\uff1f", "\u3002", "\uff01")  # the last three are full width
FORM = pgettext_lazy("field and its error", "%(label)s: %(text)s")
REQUIRED = {
    "control": _("Please fill this in."),
    "choices": _("Please choose."),
    "check": _("Please tick this box."),
    "upload": _("Please add a file."),
}


def field_kind(bound: BoundField) -> str:
    """Name the drawing a field needs: choices, check, upload or control."""
    widget = bound.field.widget
    if isinstance(widget, CHOICE_WIDGETS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "upload"
    return "control"


def use_native_pickers(bound: BoundField) -> None:
    """Let the browser offer its own date, time and number pickers."""
    widget = bound.field.widget
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"


def counter_attrs(bound: BoundField) -> dict[str, Any]:
    """Attributes that make a long text count its characters."""
    limit = getattr(bound.field, "max_length", None)
    if not limit or not isinstance(bound.field.widget, forms.Textarea):
        return {}
    bound.field.widget.attrs.pop("maxlength", None)  # cutting a pasted text silently loses words: count instead
    return {"data-count": f"{bound.auto_id}_count", "data-limit": limit}


def choice_rows(bound: BoundField) -> list[dict[str, Any]]:
    """Options of a radio or checkbox group, with an optional hint from `field.choice_hints`."""
    hints: dict[str, str] = getattr(bound.field, "choice_hints", {})
    return [
        {"tag": option.tag(), "label": option.choice_label, "hint": hints.get(str(option.data["value"]), "")}
        for option in bound.subwidgets
        if option.data.get("value") not in ("", None)
    ]


def field_context(bound: BoundField, *, hint: str = "", label: str = "", **extra: Any) -> dict[str, Any]:
    """Everything `_components/field.html` needs to draw one field."""
    if hint:
        bound.field.help_text = hint
        bound.help_text = hint
    use_native_pickers(bound)
    kind, counting = field_kind(bound), counter_attrs(bound)
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "errors": error_words(bound),
        "count_id": counting.get("data-count"),
        "control": None if kind == "choices" else bound.as_widget(attrs=counting),
        "rows": choice_rows(bound) if kind == "choices" else [],
        "repair": offer_of(bound),
        "repair_url": getattr(bound.field, "repair_url", ""),
        **extra,
    }


def offer_of(bound: BoundField) -> dict[str, Any] | None:
    """The repaired text to choose, where the field says that what was typed is damaged."""
    codes = [error.code for error in bound.form.errors.as_data().get(bound.name, [])] if bound.form.is_bound else []
    return repair_offer(str(bound.value() or ""), bound.html_name, bound.auto_id) if "damaged" in codes else None


def repair_offer(text: str, name: str, auto_id: object) -> dict[str, Any]:
    """What `_components/repair.html` needs: the repaired text in pieces, how much was changed and how much is lost."""
    found = repair(text)
    pieces = [(one, one.kind in (Kind.BREAK, Kind.LOST)) for one in segments(found)]
    return {"found": found, "pieces": pieces, "name": name, "id": auto_id, "text": text, "mark": LOST_MARK}


def error_words(bound: BoundField) -> list[str]:
    """The errors of a field; where Django only says that it is required, say what to do instead."""
    kind = field_kind(bound)
    ask = REQUIRED["choices" if isinstance(bound.field.widget, forms.Select) else kind]
    usual = str(forms.Field.default_error_messages["required"])
    return [str(ask) if str(text) == usual else str(text) for text in bound.errors]


def with_label(bound: BoundField, text: str) -> str:
    """An error as it reads away from its field, after the field's label."""
    label = str(bound.label)
    form = pgettext("question and its error", "%(label)s %(text)s") if label.endswith(SENTENCE_ENDS) else FORM
    return str(form) % {"label": label, "text": text}


def error_rows(form: BaseForm) -> list[dict[str, str]]:
    """Each error of a form with its field and the id of the control to jump to."""
    rows = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        first = "_0" if isinstance(bound.field.widget, CHOICE_WIDGETS) else ""
        target = f"{bound.auto_id}{first}"
        rows += [{"text": with_label(bound, text), "target": target} for text in error_words(bound)]
    return rows
