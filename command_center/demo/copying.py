"""Many rows at once into a table by COPY, for a past that no service has to check."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from django.utils import timezone

# An empty text must stay an empty text, so NULL has a mark of its own.
_NULL: Final = r"\N"


def copy_rows(
    model: type[Model], rows: Iterable[Mapping[str, Any]], *, with_key: bool = False
) -> None:
    """COPY … FROM STDIN: rows by column name; what a row lacks is its field's default, or NULL."""
    fields = [f for f in model._meta.concrete_fields if f.column and not f.generated]
    kept = [f for f in fields if with_key or not f.primary_key]
    columns = [str(f.column) for f in kept]
    missing = {str(f.column): _default(f) for f in kept}
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_plain(row.get(c, missing[c])) for c in columns])
    text.seek(0)
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    options = rf"FORMAT csv, NULL '{_NULL}'"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN ({options})", text)


def _default(field: Any) -> Any:
    """As a new row of the model would have it; lists and mappings as PostgreSQL writes them."""
    if getattr(field, "auto_now", False):
        return timezone.now()
    if not field.has_default() and (field.null or not field.empty_strings_allowed):
        return None
    value = field.get_default()
    return "{}" if value in ([], {}) else value


def _plain(value: Any) -> Any:
    if value is None:
        return _NULL
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
