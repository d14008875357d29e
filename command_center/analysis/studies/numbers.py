"""Numbers of studies, operations and series: a prefix, the year, a running number."""

from typing import Final

from django.db import connection
from django.utils import timezone

STUDY: Final = "YP"
OPERATION: Final = "HC"
SERIES: Final = "CB"
_NEXT: Final = """
    INSERT INTO studies_studycounter (prefix, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (prefix, year) DO UPDATE SET last = studies_studycounter.last + 1
    RETURNING last
"""


def next_number(prefix: str) -> str:
    """`YP26-0001`, by the local year; the counter's row is held until commit."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        last: int = cursor.fetchone()[0]
    return f"{prefix}{year % 100:02d}-{last:04d}"
