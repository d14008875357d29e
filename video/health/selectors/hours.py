"""Hours cameras were online against the hours they were due, without what is excluded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from video.register.models import Camera


@dataclass(frozen=True, slots=True)
class Hours:
    """Sums in seconds over `cameras`; `due_s` and `online_s` are already without `excluded_s`."""

    cameras: int
    online_s: float
    due_s: float
    excluded_s: float


_SQL: Final = """
WITH cams AS MATERIALIZED (
    SELECT id, key, tstzrange(
               greatest(%(start)s, enabled_on::timestamp AT TIME ZONE %(zone)s),
               greatest(%(start)s, enabled_on::timestamp AT TIME ZONE %(zone)s,
                        least(%(end)s, scrapped_on::timestamp AT TIME ZONE %(zone)s))) AS due
      FROM ({cameras}) AS given(id, enabled_on, scrapped_on, key)
), online AS (
    SELECT s.camera_id, range_agg(
               tstzrange(s.started_at, coalesce(s.ended_at, %(now)s)) * c.due) AS times
      FROM videohealth_statusspan s JOIN cams c ON c.id = s.camera_id
     WHERE s.state = 'online' AND s.started_at < %(end)s
       AND coalesce(s.ended_at, %(now)s) > greatest(%(start)s, s.started_at)
     GROUP BY s.camera_id
), out AS (
    SELECT l.camera_id, range_agg(tstzrange(e.starts_at, e.ends_at) * c.due) AS times
      FROM videohealth_exclusion e
      JOIN videohealth_excludedcamera l ON l.exclusion_id = e.id
      JOIN cams c ON c.id = l.camera_id
     WHERE e.state = 'approved' AND e.starts_at < %(end)s AND e.ends_at > %(start)s
     GROUP BY l.camera_id
), counted AS (
    SELECT c.key, extract(epoch FROM upper(c.due) - lower(c.due)) AS all_s,
           CASE WHEN x.times IS NULL THEN o.times ELSE o.times - x.times END AS online,
           x.times AS out
      FROM cams c LEFT JOIN online o ON o.camera_id = c.id LEFT JOIN out x ON x.camera_id = c.id
), summed AS (
    SELECT key, coalesce(all_s, 0) AS all_s,
           (SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0)
              FROM unnest(online) r) AS online_s,
           (SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0)
              FROM unnest(out) r) AS out_s
      FROM counted
)
SELECT key, count(*), sum(online_s)::float8, sum(all_s - out_s)::float8, sum(out_s)::float8
  FROM summed GROUP BY key
"""


def online_hours(
    cameras: QuerySet[Camera], start: datetime, end: datetime, *, by: str = "pk"
) -> dict[Any, Hours]:
    """Seconds online and due from `start` to before `end`, by any column of a camera.

    A camera is due from the local day it was enabled to the day it was scrapped, never in an
    approved exclusion; time still to come is not due. One set-based statement.
    """
    given = cameras.order_by().annotate(group_key=F(by))
    rows = given.values_list("pk", "enabled_on", "scrapped_on", "group_key")
    sql, params = rows.query.sql_with_params()
    now = timezone.now()
    values = {"start": start, "end": max(start, min(end, now)), "now": now}
    with connection.cursor() as cursor:
        listed = cursor.mogrify(sql, params).decode().replace("%", "%%")
        cursor.execute(_SQL.format(cameras=listed), values | {"zone": settings.TIME_ZONE})
        return {row[0]: Hours(*row[1:]) for row in cursor.fetchall()}
