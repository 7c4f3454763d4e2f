"""``{% phone number sees %}``: a number to ring, or masked for whoever may not see it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhilian.kit.phones import mask_email, mask_phone

register = template.Library()


@register.simple_tag
def phone(number: str, sees: bool = False) -> SafeString | str:
    """The number as a link for whoever may see it, else masked."""
    if not number:
        return ""
    return format_html('<a class="nowrap" href="tel:{}">{}</a>', number, number) if sees else mask_phone(number)


@register.filter
def masked_phone(number: str) -> str:
    """The number with its middle hidden, as lists show it."""
    return mask_phone(number) if number else ""


@register.filter
def masked_email(address: str) -> str:
    """The address with all but its first letter hidden."""
    return mask_email(address) if address else ""
