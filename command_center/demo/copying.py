"""Many rows at once into a table by COPY, for a past that no service has to check."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Model

# An empty text must stay an empty text, so NULL has a mark of its own.
_NULL: Final = r"\N"


def copy_rows(
    model: type[Model], rows: Iterable[Mapping[str, Any]], *, with_key: bool = False
) -> None:
    """COPY … FROM STDIN: rows by column name; values missing from a row are NULL."""
    fields = model._meta.concrete_fields
    columns = [f.column for f in fields if f.column and (with_key or not f.primary_key)]
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_plain(row.get(column)) for column in columns])
    text.seek(0)
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    options = rf"FORMAT csv, NULL '{_NULL}'"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN ({options})", text)


def _plain(value: Any) -> Any:
    if value is None:
        return _NULL
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
