"""Many rows at once into a table by COPY, for a past that no service has to check."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from grid.copying import copy_in


def copy_rows(
    model: type[Model], rows: Iterable[Mapping[str, Any]], *, with_key: bool = False
) -> None:
    """COPY … FROM STDIN: rows by column name; what a row lacks is its field's default, or NULL."""
    fields = [f for f in model._meta.concrete_fields if f.column and not f.generated]
    kept = [f for f in fields if with_key or not f.primary_key]
    columns = [str(f.column) for f in kept]
    missing = {str(f.column): _default(f) for f in kept}
    lines = ([row.get(c, missing[c]) for c in columns] for row in rows)
    copy_in(model._meta.db_table, columns, lines)


def _default(field: Any) -> Any:
    """As a new row of the model would have it; lists and mappings as PostgreSQL writes them."""
    if getattr(field, "auto_now", False):
        return timezone.now()
    if not field.has_default() and (field.null or not field.empty_strings_allowed):
        return None
    value = field.get_default()
    return "{}" if value in ([], {}) else value
