"""What only shows when all rows of a file are there: doubles, strangers, stacked points.

Each check reads the staging table of `video.register.bulk`; bad rows leave it.
"""

from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from grid.organisation.models import Agency
from video.intake.findings import NAMED, Findings
from video.register.bulk import TABLE

Fault = tuple[int, str, str]  # line, field, reason

STACKED: Final = 8  # cameras on one spot that a pole can still hold

_DOUBLES: Final = f"""
    SELECT s.line, f.line, (to_jsonb(s) - 'line') = (to_jsonb(f) - 'line')
    FROM (SELECT line, first_value(line) OVER (PARTITION BY {{key}} ORDER BY line) AS first
          FROM {TABLE} WHERE {{key}} IS NOT NULL) d
    JOIN {TABLE} s ON s.line = d.line JOIN {TABLE} f ON f.line = d.first
    WHERE d.line > d.first ORDER BY s.line
"""  # noqa: S608 names of our own tables, here and below
_STRANGERS: Final = f"""
    SELECT s.line FROM {TABLE} s JOIN video_camera c ON c.id = s.camera_id
    JOIN organisation_agency a ON a.id = c.agency_id
    WHERE left(a.path, length(%s)) <> %s ORDER BY s.line
"""  # noqa: S608
_TAKEN: Final = f"""
    SELECT s.line FROM {TABLE} s JOIN video_camera c ON c.code = {{code}}
    WHERE s.camera_id IS NULL ORDER BY s.line
"""  # noqa: S608
_STACKED: Final = f"""
    SELECT count(*), (array_agg(line ORDER BY line))[1:{NAMED}]
    FROM {TABLE} WHERE lng IS NOT NULL AND NOT (lng = 0 AND lat = 0)
    GROUP BY lng, lat HAVING count(*) > {STACKED} ORDER BY count(*) DESC LIMIT 50
"""  # noqa: S608
_TWINS: Final = f"""
    SELECT count(*), (array_agg(line ORDER BY line))[1:{NAMED}] FROM (
        SELECT line, count(*) OVER (PARTITION BY name, lng, lat) AS alike
        FROM {TABLE} WHERE lng IS NOT NULL
    ) t WHERE alike > 1
"""  # noqa: S608
_SHARED: Final = f"""
    SELECT count(*), (array_agg(line ORDER BY line))[1:{NAMED}] FROM (
        SELECT line, count(*) OVER (PARTITION BY {{key}}) AS alike
        FROM {TABLE} WHERE {{key}} IS NOT NULL
    ) t WHERE alike > 1
"""  # noqa: S608


def doubles(key: str) -> tuple[list[Fault], int]:
    """Rows whose id came before in the file: faults where they differ; how many are the same.

    The first row of an id counts; the others leave.
    """
    found = _all(_DOUBLES.format(key=key))
    message = _("Line %(line)s has the same id with other values.")
    faults = [(line, key, message % {"line": first}) for line, first, same in found if not same]
    _leave([line for line, _first, _same in found])
    return faults, len(found) - len(faults)


def strangers(path: str) -> list[Fault]:
    """Rows of cameras outside the importing agency's area."""
    lines = [line for (line,) in _all(_STRANGERS, path, path)]
    _leave(lines)
    message = _("This id belongs to a camera outside your area.")
    return [(line, "gb_id", message) for line in lines]


def taken(names: list[str]) -> list[Fault]:
    """New cameras whose number in the ledger another camera has."""
    said = [f"s.{name}" for name in ("code", "gb_id") if name in names]
    lines = [line for (line,) in _all(_TAKEN.format(code=f"COALESCE({', '.join(said)})"))]
    _leave(lines)
    message = _("Another camera has this number in the ledger.")
    return [(line, "code", message) for line in lines]


def look_alike(names: list[str], findings: Findings) -> None:
    """Stacked points, and rows that may be the same camera twice, as findings."""
    if "lng" in names:
        message = _("More than %(most)s cameras on one spot.") % {"most": STACKED}
        for count, lines in _all(_STACKED):
            findings.add("stacked", message, *lines, count=count)
        _found(findings, _TWINS, "twins", _("Same name and same spot under different ids."))
    for key, word in (("ipv4", "IPv4"), ("mac", "MAC")):
        if key in names:
            message = _("Different cameras with the same %s address.") % word
            _found(findings, _SHARED.format(key=key), f"shared_{key}", message)


def fill_in(agency: Agency, class_id: str) -> None:
    """What a new camera needs and its row did not say: whose it is, and its class.

    It is of the agency of its cell, as far as that lies in the importing agency's area.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FILLED_IN, [agency.path, agency.path, agency.pk, class_id])
        cursor.execute(_PUBLIC)


_FILLED_IN: Final = f"""
    UPDATE {TABLE} s SET
        agency_id = COALESCE(s.agency_id, (
            SELECT t.agency_id FROM territory_cell t
            JOIN organisation_agency a ON a.id = t.agency_id
            WHERE t.id = s.cell_id AND left(a.path, length(%s)) = %s), %s),
        camera_class_id = COALESCE(s.camera_class_id, %s)
    WHERE s.camera_id IS NULL AND (s.agency_id IS NULL OR s.camera_class_id IS NULL)
"""  # noqa: S608
_PUBLIC: Final = f"""
    UPDATE {TABLE} s SET is_public = k.is_public FROM video_cameraclass k
    WHERE k.code = s.camera_class_id AND s.is_public IS NULL
"""  # noqa: S608


def _found(findings: Findings, statement: str, kind: str, message: str) -> None:
    ((count, lines),) = _all(statement)
    if count:
        findings.add(kind, message, *lines, count=count)


def _all(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _leave(lines: list[int]) -> None:
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE line = ANY(%s)", [lines])  # noqa: S608
