"""The counters' sheet of a month: by day, kind and item, not by whom."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

MOST = 50_000


def count_lines(rows: Any) -> Iterator[tuple[Any, ...]]:
    """A line for each day, kind and item of a counter."""
    yield _("Day"), _("Agency"), _("Counter"), _("Kind"), _("Item"), _("How often")
    for row in rows[:MOST].iterator(chunk_size=2000):
        yield (
            *(row.counted_on, row.agency.name, row.place.name if row.place else ""),
            *(row.get_kind_display(), row.item.name if row.item else "", row.times),
        )
