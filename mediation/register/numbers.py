"""Numbers of disputes: JF (纠纷), the local year, four digits or more, without a gap."""

from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

_NEXT: Final = """
    INSERT INTO mediation_disputecounter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = mediation_disputecounter.last + 1
    RETURNING last
"""


def next_number(now: datetime) -> str:
    """`JF26-0001`; the counter's row is held until commit."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        last: int = cursor.fetchone()[0]
    return f"JF{year % 100:02d}-{last:04d}"
