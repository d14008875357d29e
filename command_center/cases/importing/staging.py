"""Checked rows of a file on their way into the register: staged by COPY, compared there as sets.

A case is found again by agency, source and number. What a row does not say stays as it is: `said`
has a bit for each of `TAKEN`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Self

from django.db import connection
from django.db.models import Prefetch

from command_center.cases.drafting import Draft
from command_center.cases.models import Case
from command_center.cases.selectors import TAGS
from grid.copying import copy_in
from grid.territory.models import Cell

TABLE: Final = "case_staging"
TAKEN: Final = (
    *("category", "kind", "found_by", "occurred_from", "occurred_to", "reported_at", "filed_on"),
    *("agency", "cell", "address", "point", "source_crs", "source_lng", "source_lat", *TAGS),
    *("loss_yuan", "narrative", "incident_number"),
)
ENDING: Final = ("state", "solved_on", "result")
POSITION: Final = ("point", "source_crs", "source_lng", "source_lat")
# What a field of the file fills besides itself; a cell that is empty changes nothing.
_FILLS: Final = {"category": ("kind",), "lng": ("cell", *POSITION)}
BITS: Final = {name: 1 << place for place, name in enumerate(TAKEN)}
_BITS_OF: Final = {
    name: sum(BITS.get(one, 0) for one in (name, *_FILLS.get(name, ())))
    for name in (*TAKEN, *_FILLS)
}
_OWN: Final = frozenset(
    {"id", "number", "source", "source_agency", "entered_at", "entered_by", "recoded_at"}
    | {"version", "duplicate_of_id", "position_error_m"}
)
FIELDS: Final = tuple(f for f in Case._meta.concrete_fields if f.column not in _OWN)
COLUMNS: Final = tuple(str(f.column) for f in FIELDS)
_ATTRIBUTES: Final = tuple(f.attname for f in FIELDS)
_PLACE_OF_TEXT: Final = 2 + _ATTRIBUTES.index("narrative")
COLUMN_OF: Final = {f.name: str(f.column) for f in FIELDS}
_TEXT: Final[Any] = Case._meta.get_field("narrative")
# The place is where its source says it is; how it is placed here follows from that.
_COMPARED: Final = tuple(n for n in TAKEN if n not in ("point", "source_crs", "narrative"))
_DIFFERS: Final = " OR ".join(
    f"(s.said & {BITS[name]}) <> 0 AND c.{COLUMN_OF[name]} IS DISTINCT FROM s.{COLUMN_OF[name]}"
    for name in _COMPARED
)
_IS_SOLVED: Final = "s.state = 'solved' AND c.state = 'open'"
_KNOWN: Final = f"FROM {TABLE} s JOIN cases_case c ON c.id = s.case_id"
# What was taken out here as entered in error is for whoever did that to decide.
_CHANGED: Final = (
    f"UPDATE {TABLE} s SET is_changed = true FROM cases_case c"  # noqa: S608 names of our own, all below too
    f" WHERE c.id = s.case_id AND c.state <> 'void' AND ({_IS_SOLVED} OR {_DIFFERS})"
)
_TEXTS: Final = (
    f"SELECT s.line, s.narrative, c.narrative {_KNOWN}"
    f" WHERE c.state <> 'void' AND NOT s.is_changed AND (s.said & {BITS['narrative']}) <> 0"
)
_RECOGNISED: Final = (
    f"UPDATE {TABLE} s SET case_id = c.id FROM cases_case c"  # noqa: S608
    " WHERE c.source_agency = %s AND c.source = %s AND c.source_number = s.source_number"
)
_MARKED: Final = f"UPDATE {TABLE} SET is_changed = true WHERE line = ANY(%s)"  # noqa: S608
_COUNTED: Final = f"SELECT count(case_id), count(*) FILTER (WHERE is_changed) FROM {TABLE}"  # noqa: S608
_NEW: Final = f"""
    SELECT s.line, s.kind, y.code, s.state, a.code, c.code, s.address, s.reported_at, a.path,
           y.is_sensitive
      FROM {TABLE} s JOIN cases_casecategory y ON y.id = s.category_id
      JOIN organisation_agency a ON a.id = s.agency_id
      LEFT JOIN territory_cell c ON c.id = s.cell_id
     WHERE s.case_id IS NULL AND s.line > %s ORDER BY s.line LIMIT %s
"""  # noqa: S608
_NEXT: Final = f"""
    SELECT line AS id, said, case_id, {", ".join(COLUMNS)}
      FROM {TABLE} WHERE is_changed AND line > %s ORDER BY line LIMIT %s
"""  # noqa: S608
_ENTERED: Final = f"""
    INSERT INTO cases_case ({", ".join(COLUMNS)}, number, source, source_agency, entered_at,
                            entered_by, version)
    SELECT {", ".join(f"s.{column}" for column in COLUMNS)}, n.number, %s, %s, %s, %s, 1
      FROM {TABLE} s JOIN unnest(%s::int[], %s::text[]) AS n(line, number) ON n.line = s.line
"""  # noqa: S608
_CORRECTED: Final = f"""
    UPDATE cases_case c SET version = c.version + 1,
        recoded_at = CASE WHEN (s.said & {BITS["category"]}) <> 0 AND s.category_id <> c.category_id
                          THEN %s ELSE c.recoded_at END,
        {", ".join(
            f"{COLUMN_OF[n]} = CASE WHEN (s.said & {BITS[n]}) <> 0 THEN s.{COLUMN_OF[n]}"
            f" ELSE c.{COLUMN_OF[n]} END" for n in TAKEN
        )},
        {", ".join(f"{n} = CASE WHEN {_IS_SOLVED} THEN s.{n} ELSE c.{n} END" for n in ENDING)}
      FROM {TABLE} s WHERE c.id = s.case_id AND s.line = ANY(%s)
"""  # noqa: S608  # fmt: skip


class Staging:
    """A temporary table of faultless rows, of this connection only."""

    def __enter__(self) -> Self:
        typed = ", ".join(f"{field.column} {field.db_type(connection)}" for field in FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TEMP TABLE {TABLE} (line int, said int, case_id bigint,"
                f" is_changed boolean NOT NULL DEFAULT false, {typed})"
            )
        return self

    def __exit__(self, *_error: object) -> None:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def put(self, rows: Iterable[tuple[int, Draft]]) -> None:
        """Stage drafts without faults by their lines."""
        copy_in(TABLE, ("line", "said", *COLUMNS), (_values(line, draft) for line, draft in rows))

    def compare(self, source_agency: str, source: str) -> tuple[int, int]:
        """Find the cases that came before; how many those are, and how many of them differ."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLE}")
            cursor.execute(_RECOGNISED, [source_agency, source])
            cursor.execute(_CHANGED)
            cursor.execute(_TEXTS)
            lines = [line for line, new, old in cursor if _plain(new) != _plain(old)]
            cursor.execute(_MARKED, [lines])
            cursor.execute(_COUNTED)
            known, changed = cursor.fetchone()
        return known, changed

    def new(self, after: int, most: int) -> list[tuple[Any, ...]]:
        """What a fact tells of the next new cases: line, kind, category, state, agency, cell,
        address, reported_at, path of the agency, whether its kind is sensitive."""
        with connection.cursor() as cursor:
            cursor.execute(_NEW, [after, most])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def enter(self, lines: Sequence[int], numbers: Sequence[str], told: Sequence[Any]) -> None:
        """Write these lines as new cases; `told`: source, its agency, when and by whom entered."""
        with connection.cursor() as cursor:
            cursor.execute(_ENTERED, [*told, list(lines), list(numbers)])

    def changed(self, after: int, most: int) -> list[Case]:
        """The next lines that differ, as cases; the key of each is its line, and `said` and
        `case_id` are beside it."""
        cells = Prefetch("cell", Cell.objects.select_related("agency").defer("outline"))
        rows = Case.objects.raw(_NEXT, [after, most])
        return list(rows.prefetch_related("category", "agency", cells, *TAGS))

    def correct(self, lines: Sequence[int], now: datetime) -> None:
        """Give the cases of these lines what the lines say, each a version higher."""
        with connection.cursor() as cursor:
            cursor.execute(_CORRECTED, [now, list(lines)])


def _values(line: int, draft: Draft) -> list[Any]:
    """A draft in the order of the columns; the text is encrypted before it lies anywhere."""
    held = draft.row.__dict__
    said = 0
    for name in draft.said:
        said |= _BITS_OF.get(name, 0)
    values = [line, said, *(held.get(column) for column in _ATTRIBUTES)]
    if text := held.get("narrative"):
        values[_PLACE_OF_TEXT] = _TEXT.get_prep_value(text)
    return values


def _plain(text: str | None) -> str:
    return _TEXT.to_python(text) or ""
