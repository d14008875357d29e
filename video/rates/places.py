"""The automatic check of positions: there, not 0/0, in the city, in the division, not stacked.

Only what changed is looked at again: cameras whose file is newer than their check, and all that
share a position with one of them. A camera whose division has no outline anywhere above it is
checked for the rest.
"""

from datetime import datetime
from typing import Final

import numpy as np
import shapely
from django.db import connection, transaction
from django.utils import timezone

from grid.territory.geo import gcj02_to_wgs84
from grid.territory.models import Division
from video.rates.models import PlaceCheck

_CHANGED: Final = """
CREATE TEMPORARY TABLE to_check ON COMMIT DROP AS
WITH changed AS (
  SELECT c.id, c.mercator FROM video_camera c
  LEFT JOIN videorates_placecheck p ON p.camera_id = c.id
  WHERE %(all)s OR p.camera_id IS NULL OR c.updated_at > p.checked_at)
SELECT id FROM changed
UNION
SELECT c.id FROM video_camera c JOIN changed n ON c.mercator = n.mercator
UNION
SELECT p.camera_id FROM videorates_placecheck p
WHERE p.stacked > 1 AND EXISTS (SELECT FROM changed)
"""
# An outline serves every division below it that has none: the codes of those above are its own
# with the lower digits zero.
_CHECK: Final = """
WITH asked AS MATERIALIZED (
  SELECT c.id, c.location::geometry AS at,
    coalesce(c.division_id, nullif(rpad(c.civil_code, 12, '0'), '000000000000')) AS division
  FROM video_camera c JOIN to_check USING (id)),
ground AS MATERIALIZED (
  SELECT a.division, (
    SELECT d.outline FROM territory_division d
    WHERE d.outline IS NOT NULL AND d.code IN (a.division, rpad(left(a.division, 9), 12, '0'),
      rpad(left(a.division, 6), 12, '0'), rpad(left(a.division, 4), 12, '0'))
    ORDER BY rtrim(d.code, '0') DESC LIMIT 1) AS outline
  FROM (SELECT DISTINCT division FROM asked) a),
city AS MATERIALIZED (SELECT outline FROM territory_division WHERE outline IS NOT NULL),
stacks AS (
  SELECT mercator, count(*) AS stacked FROM video_camera
  WHERE mercator IS NOT NULL AND device_state <> 3 GROUP BY mercator HAVING count(*) > 1),
judged AS (
  SELECT a.id, CASE
    WHEN a.at IS NULL THEN 'missing'
    WHEN ST_X(a.at) = 0 AND ST_Y(a.at) = 0 THEN 'zero'
    WHEN g.outline IS NOT NULL AND ST_Covers(g.outline, a.at) THEN ''
    WHEN g.outline IS NULL AND NOT EXISTS (SELECT FROM city) THEN ''
    WHEN NOT EXISTS (SELECT FROM city WHERE ST_Covers(city.outline, a.at)) THEN 'out_of_city'
    WHEN g.outline IS NULL THEN ''
    ELSE 'out_of_division' END AS fault
  FROM asked a LEFT JOIN ground g ON g.division = a.division)
INSERT INTO videorates_placecheck (camera_id, fault, stacked, datum, checked_at)
SELECT j.id, j.fault, coalesce(s.stacked, 1), FALSE, %(now)s
FROM judged j JOIN video_camera c ON c.id = j.id LEFT JOIN stacks s ON s.mercator = c.mercator
ON CONFLICT (camera_id) DO UPDATE SET fault = EXCLUDED.fault, stacked = EXCLUDED.stacked,
  datum = FALSE, checked_at = EXCLUDED.checked_at
"""
_OUTSIDE: Final = (PlaceCheck.Fault.OUT_OF_CITY, PlaceCheck.Fault.OUT_OF_DIVISION)


@transaction.atomic
def check_places(*, everything: bool = False) -> int:
    """Check the positions of new and changed cameras, or of all; the number checked.

    `everything` is for when outlines of divisions changed.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS to_check")
        cursor.execute(_CHANGED, {"all": everything})
        cursor.execute(_CHECK, {"now": now})
        checked: int = cursor.rowcount
    if checked:
        _suspect_datum(now)
    return checked


def _suspect_datum(checked_at: datetime) -> None:
    """Mark those outside their ground that would stand on it after the shift from GCJ-02."""
    rows = PlaceCheck.objects.filter(checked_at=checked_at, fault__in=_OUTSIDE)
    found = list(
        rows.values_list("pk", "camera__location", "camera__division_id", "camera__civil_code")
    )
    outlines = _outlines()
    if not found or not outlines:
        return
    lngs, lats = (np.array([row[1].coords[axis] for row in found if row[1]]) for axis in (0, 1))
    lngs, lats = gcj02_to_wgs84(lng=lngs, lat=lats)
    fits = [
        pk
        for (pk, _at, division, civil), lng, lat in zip(found, lngs, lats, strict=True)
        if _fits(outlines, division or civil.ljust(12, "0"), lng, lat)
    ]
    PlaceCheck.objects.filter(pk__in=fits).update(datum=True)


def _outlines() -> dict[str, shapely.Geometry]:
    rows = Division.objects.filter(outline__isnull=False).values_list("code", "outline")
    outlines = {code: shapely.from_wkb(bytes(area.wkb)) for code, area in rows if area}
    shapely.prepare(list(outlines.values()))
    return outlines


def _fits(outlines: dict[str, shapely.Geometry], division: str, lng: float, lat: float) -> bool:
    above = (division, *(division[:n].ljust(12, "0") for n in (9, 6, 4)))
    ground = next((outlines[code] for code in above if code in outlines), None)
    return ground is not None and bool(shapely.intersects_xy(ground, lng, lat))
