"""Hours online against hours due, camera by camera (应在线时长, 实际在线时长).

Method as published in CN104899680A: the hours each camera was online over the hours it was due,
summed. Approved exclusions are taken out of both. A camera is due from the day it was put in use.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import F, QuerySet

from video.rates.computing import Key
from video.rates.formulas import Figure, Formula
from video.rates.marks import GROUP, rows_of
from video.rates.models import By, Rate
from video.register.models import Camera

# Ranges are half open, in UTC; `*` cuts, `-` takes away, `range_agg` joins what overlaps.
_HOURS: Final = """
WITH cameras AS ({cameras}),
due AS (
  SELECT c_id, c_agency, c_group, tstzmultirange(tstzrange(
    least(greatest(%s::timestamptz, coalesce(c_enabled::timestamp AT TIME ZONE %s,
      %s::timestamptz)), %s::timestamptz), %s::timestamptz)) AS asked
  FROM cameras JOIN (
    SELECT DISTINCT l.camera_id FROM video_cameralink l
    JOIN video_platform p ON p.id = l.platform_id
    WHERE p.is_active AND p.level = ANY(%s)) u ON u.camera_id = c_id),
away AS (
  SELECT e.camera_id, range_agg(tstzrange(x.starts_at, x.ends_at)) AS spans
  FROM videohealth_excludedcamera e JOIN videohealth_exclusion x ON x.id = e.exclusion_id
  WHERE %s AND x.state = 'approved' AND x.starts_at < %s AND x.ends_at > %s
  GROUP BY e.camera_id),
online AS (
  SELECT camera_id, range_agg(tstzrange(started_at, ended_at)) AS spans
  FROM videohealth_statusspan
  WHERE state = 'online' AND started_at < %s AND (ended_at IS NULL OR ended_at > %s)
  GROUP BY camera_id),
counted AS (
  SELECT c_id, c_agency, c_group, a.camera_id IS NOT NULL AS is_away,
    asked - coalesce(a.spans, '{{}}'::tstzmultirange) AS left_over,
    coalesce(o.spans, '{{}}'::tstzmultirange) AS spans
  FROM due LEFT JOIN away a ON a.camera_id = c_id LEFT JOIN online o ON o.camera_id = c_id)
SELECT c_id, c_agency, c_group, is_away,
  (SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0)::bigint
     FROM unnest(left_over * spans) r) AS online_s,
  (SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0)::bigint
     FROM unnest(left_over) r) AS due_s
FROM counted
"""
_SUMS: Final = """
SELECT c_agency, c_group, sum(online_s), sum(due_s), count(*) FILTER (WHERE is_away),
  count(*) FILTER (WHERE due_s > 0)
FROM ({hours}) AS counted GROUP BY c_agency, c_group
"""
_SCOPE: Final = {"all": {}, "public": {"is_public": True}, "social": {"is_public": False}}


def hours_sql(
    cameras: QuerySet[Camera],
    formulas: Mapping[str, Formula],
    span: tuple[datetime, datetime],
    *,
    by: str = By.AGENCY,
) -> tuple[str, list[Any]]:
    """The statement of seconds online and due of each registered camera in use; whole seconds."""
    formula, (first, last) = formulas[Rate.ONLINE_PERIOD], span
    rows = cameras.filter(device_state=1, gb_id__isnull=False, **_SCOPE[formula.scope]).order_by()
    narrow = rows.values(
        c_id=F("pk"), c_agency=F("agency_id"), c_group=GROUP[by], c_enabled=F("enabled_on")
    )
    sql, params = narrow.query.sql_with_params()
    asked: list[Any] = [first, settings.TIME_ZONE, first, last, last]
    asked += [list(formulas[Rate.REGISTRATION].levels), formula.excludes, last, first, last, first]
    return _HOURS.format(cameras=sql), [*params, *asked]


def compute_hours(
    cameras: QuerySet[Camera],
    formulas: Mapping[str, Formula],
    span: tuple[datetime, datetime],
    *,
    by: str = By.AGENCY,
) -> dict[Key, Figure]:
    """The online rate of a span by agency and group; `sample` counts cameras with hours due."""
    formula = formulas[Rate.ONLINE_PERIOD]
    sql, params = hours_sql(cameras, formulas, span, by=by)
    found: dict[Key, Figure] = defaultdict(lambda: Figure(rate=Rate.ONLINE_PERIOD))
    rows = rows_of(_SUMS.format(hours=sql), params)
    for agency, group, online_s, due_s, away, counted in rows:
        found[agency, group or ""] = Figure(
            rate=Rate.ONLINE_PERIOD,
            numerator=int(online_s),
            denominator=int(due_s),
            excluded=away,
            sample=counted,
            threshold=formula.threshold,
            least_sample=formula.of("least_sample"),
        )
    return dict(found)
