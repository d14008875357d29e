"""`{% form_key %}`: the hidden field that lets a form be sent twice and count once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from grid.ledger import idempotency

register = template.Library()


@register.simple_tag
def form_key(known: str | None = None) -> SafeString:
    """A hidden `form_key` field, with the key of a form shown again (`known`) or a fresh one."""
    key = known or idempotency.form_key()
    return format_html('<input type="hidden" name="form_key" value="{}">', key)
