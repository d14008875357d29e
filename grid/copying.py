"""Many rows at once into a table by COPY, for whoever has checked them."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL: Final = r"\N"
_PLAIN: Final = (int, float, date, Decimal)  # as PostgreSQL reads them, True and False as well


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """COPY … FROM STDIN: the values of each row in the order of the columns; None is NULL.

    Lists become arrays of plain values, mappings JSON, geometries keep their SRID; times are
    aware. What the table has besides gets its default.
    """
    text = "".join("\t".join([_cell(value) for value in row]) + "\n" for row in rows)
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({listed}) FROM STDIN", io.StringIO(text))


def _cell(value: Any) -> str:
    """A value as the text form of COPY has it."""
    if value is None:
        return _NULL
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, _PLAIN):
        return str(value)
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    if isinstance(value, GEOSGeometry):
        return value.hexewkb.decode()
    return str(value)
