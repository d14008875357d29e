"""Numbers of exclusions and samples: kind, local day, and a count that starts anew each day."""

from typing import Any

from django.db import connection
from django.utils import timezone


def next_number(prefix: str, model: Any) -> str:
    """The next free number, held by a lock until the transaction ends: `EX-20260302-001`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7242006)")
    start = f"{prefix}-{timezone.localdate():%Y%m%d}-"
    last = (
        model.objects.filter(number__startswith=start)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:03}"
