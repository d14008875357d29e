"""Filters of the registers' pages: codes in words."""

from django import template

from grid.ledger.words import ACTS, CHANNELS, OPERATIONS, PURPOSES, SUBJECTS, said

register = template.Library()


@register.filter
def act(code: str) -> str:
    """`incidents.received` as "Incident received"."""
    return said(code, ACTS)


@register.filter
def channel(code: str) -> str:
    """How an act arrived."""
    return said(code, CHANNELS)


@register.filter
def subject(code: str) -> str:
    """What kind of thing an act is about."""
    return said(code, SUBJECTS)


@register.filter
def operation(code: str) -> str:
    """What was done with the data that was looked at."""
    return said(code, OPERATIONS)


@register.filter
def purpose(text: str) -> str:
    """Why data was looked at; what an officer wrote stays as it was written."""
    return said(text, PURPOSES)
