"""Many cameras at once: staged by COPY, then settled by one UPDATE and one INSERT.

A camera is found again by its national id, else by its code in the city's ledger. What a row does
not say stays as it is. Rows are of the shape of `video.register.models.Camera`, foreign keys as
`agency_id`; the point as `lng` and `lat` in WGS-84. Whether a row is right is for
`video.register.rules` to say before it comes here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import connection, transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from grid.copying import copy_in
from grid.errors import LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.register.models import Camera, FileState
from video.register.rules import FILED

TABLE: Final = "camera_staging"
# Signs write the copy of the state into the rows of cameras, many at once and in another order
# than a file: whoever writes many cameras or many signs is the only one.
SIGNS_LOCK: Final = "SELECT pg_advisory_xact_lock(7242005)"
SHOWN: Final = 20  # codes named in a fact
POINT: Final = ("lng", "lat")
LINK: Final = ("link_platform_id", "link_node_id")
OWN: Final = frozenset({"id", "location", "created_at", "updated_at", "version"})
FIELDS: Final["dict[str, Field[Any, Any]]"] = {
    field.attname: field
    for field in Camera._meta.concrete_fields
    if field.attname not in OWN and not getattr(field, "generated", False)
}
TOUCHED: Final = "camera_touched"
_POINT: Final = "ST_SetSRID(ST_MakePoint(s.lng, s.lat), 4326)::geography"
_COUNTED: Final = f"SELECT count(*), count(camera_id) FROM {TABLE}"  # noqa: S608
_MOVED: Final = f"ST_AsBinary({_POINT}) IS DISTINCT FROM ST_AsBinary(c.location)"
_REFILED: Final = (
    "CASE WHEN c.filing_number <> '' AND c.refile_since IS NULL AND ({filed})"
    " THEN CURRENT_DATE ELSE c.refile_since END"
)
_LINKED: Final = f"""
    INSERT INTO video_cameralink
        (camera_id, platform_id, given_id, node_id, first_seen_at, last_seen_at)
    SELECT DISTINCT ON (s.camera_id) s.camera_id, s.link_platform_id, c.gb_id, s.link_node_id,
           now(), now()
    FROM {TABLE} s JOIN video_camera c ON c.id = s.camera_id
    WHERE s.link_platform_id IS NOT NULL AND c.gb_id IS NOT NULL
    ON CONFLICT (camera_id, platform_id) DO UPDATE SET last_seen_at = now(),
        node_id = COALESCE(EXCLUDED.node_id, video_cameralink.node_id)
"""  # noqa: S608 names of our own tables, here and below
_BY_AGENCY: Final = f"""
    SELECT a.code, a.path, count(*) FILTER (WHERE t.is_new), count(*) FILTER (WHERE NOT t.is_new),
           (array_agg(c.code ORDER BY c.code))[1:{SHOWN}]
    FROM {TOUCHED} t JOIN video_camera c ON c.id = t.camera_id
    JOIN organisation_agency a ON a.id = c.agency_id
    GROUP BY a.code, a.path ORDER BY a.path
"""  # noqa: S608
# What follows from other fields is no change of its own.
DERIVED: Final = frozenset({"initials", "cell_id", "division_id", "file_state", "is_public"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Upserted:
    """What became of the rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class Staging:
    """A temporary table of rows on their way into the register, of this connection only.

    `names` are the fields the rows may have; `line` tells a row from the others; `besides` are
    columns of the caller's own with their types.
    """

    def __init__(self, names: Sequence[str], besides: Mapping[str, str] | None = None) -> None:
        self.besides = dict(besides or {})
        self.names = [name for name in dict.fromkeys(names) if name in FIELDS]
        self.has_point = set(POINT) <= set(names)
        self.columns = ["line", *self.names, *POINT, *LINK, *self.besides]

    def __enter__(self) -> Self:
        typed = [f'"{name}" {FIELDS[name].db_type(connection)}' for name in self.names]
        typed += ["lng float8", "lat float8", "link_platform_id bigint", "link_node_id bigint"]
        typed += [f"{name} {kind}" for name, kind in self.besides.items()]
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}, {TOUCHED}")
            cursor.execute(
                f"CREATE TEMP TABLE {TABLE} (line integer, {', '.join(typed)}, camera_id bigint)"
            )
            cursor.execute(f"CREATE TEMP TABLE {TOUCHED} (camera_id bigint, is_new boolean)")
        return self

    def __exit__(self, *_error: object) -> None:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {TABLE}, {TOUCHED}")

    def put(self, rows: Iterable[Row]) -> None:
        """Stage rows; each names its `line`, and what it does not name is not said."""
        names = self.columns
        said = ([row.get(n) for n in names] for row in rows)
        copy_in(TABLE, names, ([None if v == "" else v for v in values] for values in said))

    def recognise(self) -> None:
        """Find the cameras the rows speak of; call it once, when all rows are staged."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLE}")
            if "gb_id" in self.names:
                cursor.execute(_matched("c.gb_id = s.gb_id"))
            if "code" in self.names:
                same = "c.gb_id IS NULL OR s.gb_id IS NULL" if "gb_id" in self.names else "true"
                cursor.execute(_matched(f"c.code = s.code AND ({same})"))

    def settle(self) -> Upserted:
        """Write what is staged, inside the caller's transaction.

        Raises LostRace where somebody entered one of the new cameras meanwhile.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('video.register.bulk'))")
            cursor.execute(SIGNS_LOCK)
            cursor.execute(_COUNTED)
            total, known = cursor.fetchone()
            cursor.execute(_touching(self._update(), is_new=False))
            changed = cursor.rowcount
            cursor.execute(*self._insert())
            added = cursor.rowcount
            if added != total - known:
                raise LostRace(_("Somebody entered cameras meanwhile. Import the file again."))
            cursor.execute(_matched(f"c.code = {self._code()}"))
            cursor.execute(_LINKED)
        return Upserted(added, changed, total - added - changed)

    def _update(self) -> str:
        names = [name for name in self.names if name != "code"]
        new = {f'"{name}"': _merged(name) for name in names}
        moved = "false"
        if self.has_point:
            new["location"] = f"COALESCE({_POINT}, c.location)"
            moved = f"s.lng IS NOT NULL AND {_MOVED}"
        differs = {name: f'c."{name}" IS DISTINCT FROM {_merged(name)}' for name in names}
        told = [test for name, test in differs.items() if name not in DERIVED]
        filed = [test for name, test in differs.items() if name in FILED]
        filed += [moved] if self.has_point else []
        # What was checked is to be checked again, and what was filed is to be filed again.
        new.setdefault('"file_state"', f"'{FileState.UNCHECKED}'")
        new.setdefault('"refile_since"', _REFILED.format(filed=" OR ".join(filed) or "false"))
        pairs = ", ".join(f"{column} = {value}" for column, value in new.items())
        return (
            f"UPDATE video_camera c SET {pairs}, version = c.version + 1, updated_at = now()"  # noqa: S608
            f" FROM {TABLE} s WHERE c.id = s.camera_id AND ({' OR '.join([*told, moved])})"
        )

    def _insert(self) -> tuple[str, list[Any]]:
        """The statement and the defaults of what the rows do not say."""
        values: dict[str, str] = {}
        defaults: list[Any] = []
        for name, field in FIELDS.items():
            staged = f's."{name}"' if name in self.names else f"NULL::{field.db_type(connection)}"
            default = field.get_db_prep_save(field.get_default(), connection)
            values[f'"{name}"'] = staged if default is None else f"COALESCE({staged}, %s)"
            if default is not None and name != "code":
                defaults.append(default)
        values |= {"location": _POINT, "created_at": "now()", "updated_at": "now()"}
        values |= {'"code"': self._code(), "version": "1"}
        statement = (
            f"INSERT INTO video_camera ({', '.join(values)}) SELECT {', '.join(values.values())}"  # noqa: S608
            f" FROM {TABLE} s WHERE s.camera_id IS NULL ON CONFLICT DO NOTHING"
        )
        return _touching(statement, is_new=True), defaults

    def _code(self) -> str:
        """The city's number of a new camera: its own, else its national id."""
        said = [f's."{name}"' for name in ("code", "gb_id") if name in self.names]
        return f"COALESCE({', '.join(said)})"


@transaction.atomic
def upsert(rows: Iterable[Row], *, by: Actor, source: str) -> Upserted:
    """Enter or change cameras by checked rows, and tell of it once for each agency.

    Raises LostRace where somebody entered one of the new cameras meanwhile.
    """
    staged = [{"line": number} | dict(row) for number, row in enumerate(rows, 1)]
    names = dict.fromkeys(name for row in staged for name in row)
    with Staging(list(names)) as staging:
        staging.put(staged)
        staging.recognise()
        done = staging.settle()
        facts = facts_of(source=source)
    record(by, *facts)
    return done


def facts_of(*, source: str) -> list[Fact]:
    """One fact for each agency with new or changed cameras; call it after `settle`."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_AGENCY)
        rows = cursor.fetchall()
    return [
        Fact(
            kind="video.cameras_imported",
            subject_type="agency",
            subject_id=code,
            agency_path=path,
            payload={"added": added, "changed": changed, "codes": codes, "source": source},
        )
        for code, path, added, changed, codes in rows
    ]


def _merged(name: str) -> str:
    """What a known camera's field becomes."""
    if name == "more":
        return "COALESCE(c.more || s.more, c.more)"
    if name == "cell_id":  # follows the point, also out of every cell
        return "CASE WHEN s.lng IS NULL THEN c.cell_id ELSE s.cell_id END"
    return f'COALESCE(s."{name}", c."{name}")'


def _touching(statement: str, *, is_new: bool) -> str:
    """The statement, with the cameras it touched kept for the facts."""
    returned = "id" if is_new else "c.id"
    return (
        f"WITH done AS ({statement} RETURNING {returned} AS id)"  # noqa: S608
        f" INSERT INTO {TOUCHED} SELECT id, {is_new} FROM done"
    )


def _matched(condition: str) -> str:
    return (
        f"UPDATE {TABLE} s SET camera_id = c.id FROM video_camera c"  # noqa: S608
        f" WHERE s.camera_id IS NULL AND {condition}"
    )
