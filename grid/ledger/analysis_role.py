"""The database role that analysis reads under: it sees counts, and no person's table at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

ROLE: Final = "anlan_analysis"


@contextmanager
def as_analysis() -> Iterator[None]:
    """Run what is inside as that role, in a transaction of its own; afterwards as before.

    Whatever is not granted to the role is refused by PostgreSQL ("permission denied"), which
    rises as django.db.ProgrammingError. Refused as well where the role was never made. One inside
    another leaves the role to the outer one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            is_within = cursor.fetchone()[0] == ROLE
            if not is_within:
                cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield
        if not is_within:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")  # a transaction around this one goes on as before
