"""Narrowing a list by what was asked for, and finding one row of it or nothing."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404

from grid.service.days import span


def narrowed(rows: Any, wanted: dict[str, Any], said: dict[str, Any]) -> Any:
    """Rows that fit every filter wanted; `said` maps a filter to its lookup or to its Q."""
    for name, value in wanted.items():
        if not value or name not in said:
            continue
        how = said[name]
        rows = rows.filter(how(value) if callable(how) else Q(**{how: value}))
    return rows


def in_agency(lookup: str) -> Any:
    """A filter by the code of an agency: its own rows and those below it."""
    return lambda code: Q(**{f"{lookup}__contains": f"{code}/"})


def from_day(lookup: str) -> Any:
    """A filter by the first local day of a moment."""
    return lambda day: Q(**{f"{lookup}__gte": span(day, day)[0]})


def to_day(lookup: str) -> Any:
    """A filter by the last local day of a moment."""
    return lambda day: Q(**{f"{lookup}__lt": span(day, day)[1]})


def number_in(text: str, prefix: str) -> int | None:
    """The key in a number such as ZF-000123, None where the text is no number of this kind."""
    key = text.strip().upper().removeprefix(prefix)
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None


def found(rows: Any, key: int) -> Any:
    """The row of this key; raises Http404 where it is absent or out of scope."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def is_later(first: date | None, last: date | None) -> bool:
    """Whether a span of days ends before it begins."""
    return bool(first and last and last < first)
