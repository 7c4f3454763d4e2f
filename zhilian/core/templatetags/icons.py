"""`{% icon "phone" %}`: one drawing out of the sprite `static/zhilian/icons.svg`."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = Path(__file__).parent.parent / "static" / "zhilian" / "icons.svg"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of all icons in the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon; decorative unless `label` gives it a spoken name.

    Raises LookupError for a name the sprite does not have, so that a typing slip is found by the page's first test.
    """
    if name not in icon_names():
        raise LookupError(f"no icon named {name!r}; there are: {', '.join(sorted(icon_names()))}")
    use = format_html('<use href="{}#{}"/>', static("zhilian/icons.svg"), name)
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', use)
