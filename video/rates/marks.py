"""What every camera counts for in every rate: one statement, from which all figures are made.

A mark is two bits: outside the rate, missing from its numerator, in it, or left out by an
approved exclusion. The marks of a camera are packed into one number, so that all rates of all
groups come of one GROUP BY, and the cameras behind a figure are those with the same two bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from video.rates.formulas import Formula
from video.rates.models import By, Rate
from video.register.completeness import complete_q
from video.register.models import Camera

OUTSIDE, MISSING, COUNTED, EXCLUDED = range(4)
# The rates that one moment answers, and how far their two bits are shifted.
SHIFT: Final[dict[str, int]] = {
    rate: 2 * place for place, rate in enumerate(r for r in Rate.values if r != Rate.ONLINE_PERIOD)
}
GROUP: Final[dict[str, Any]] = {
    By.AGENCY: Value(""),
    By.DIVISION: Coalesce(F("division_id"), F("civil_code")),
    By.OWNER: Coalesce(F("owner__code"), Value("")),
    By.OPERATOR: Coalesce(F("platform__operator__code"), Value("")),
    By.CONTRACTOR: Coalesce(F("contractor__code"), Value("")),
    By.CLASS: F("camera_class_id"),
}
_SCOPES: Final = {"all": "TRUE", "public": "c_public", "social": "NOT c_public"}

_LIVE: Final = "LEFT JOIN videohealth_camerastatus s ON s.camera_id = c_id"
_PAST: Final = """LEFT JOIN videohealth_statusspan s ON s.camera_id = c_id
    AND s.started_at <= %s AND (s.ended_at IS NULL OR s.ended_at > %s)"""

_MARKS: Final = """
WITH cameras AS ({cameras}),
upper_known AS (
  SELECT DISTINCT l.camera_id FROM video_cameralink l
  JOIN video_platform p ON p.id = l.platform_id WHERE p.is_active AND p.level = ANY(%s)),
left_out AS (
  SELECT DISTINCT e.camera_id FROM videohealth_excludedcamera e
  JOIN videohealth_exclusion x ON x.id = e.exclusion_id
  WHERE x.state = 'approved' AND x.starts_at <= %s AND x.ends_at > %s),
faulty AS (
  SELECT DISTINCT camera_id FROM videohealth_picturefault
  WHERE at <= %s AND (cleared_at IS NULL OR cleared_at > %s)),
pictures AS (
  SELECT DISTINCT ON (camera_id) camera_id, picture = 'intact' OR EXISTS (
    SELECT FROM videohealth_picturefault f WHERE f.inspection_id = i.id) AS mended
  FROM videohealth_inspection i
  WHERE picture <> '' AND checked_at > %s AND checked_at <= %s
  ORDER BY camera_id, checked_at DESC, id DESC),
positions AS (
  SELECT DISTINCT ON (camera_id) camera_id,
    CASE WHEN distance_m IS NULL THEN place = 'right' ELSE distance_m <= {tolerance_m} END AS fits
  FROM videohealth_inspection
  WHERE (place <> '' OR distance_m IS NOT NULL) AND checked_at > %s AND checked_at <= %s
  ORDER BY camera_id, checked_at DESC, id DESC)
SELECT c_id, c_agency, c_group, {marks} AS marks,
  pos.camera_id IS NOT NULL AS measured, t.recorded_s, t.required_s
FROM cameras
LEFT JOIN upper_known u ON u.camera_id = c_id
LEFT JOIN left_out o ON o.camera_id = c_id
{states}
LEFT JOIN faulty f ON f.camera_id = c_id
LEFT JOIN pictures pic ON pic.camera_id = c_id
LEFT JOIN positions pos ON pos.camera_id = c_id
LEFT JOIN videorates_placecheck pc ON pc.camera_id = c_id
LEFT JOIN videorates_storagestate t ON t.camera_id = c_id
"""
_KNOWN: Final = "c_gb_id IS NOT NULL AND u.camera_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Marks:
    """The statement of the marks with its parameters."""

    sql: str
    params: list[Any]


def marks(
    cameras: QuerySet[Camera],
    formulas: Mapping[str, Formula],
    *,
    by: str = By.AGENCY,
    at: datetime | None = None,
) -> Marks:
    """The marks of some cameras at a moment; None means now, by their present states.

    The ledger is that of today: who was in use at a past moment is not kept.
    """
    moment = at or timezone.now()
    inner, params = _cameras(cameras, by)
    location = formulas[Rate.LOCATION]
    sql = _MARKS.format(
        cameras=inner,
        marks=" | ".join(_mark(rate, formulas, moment) for rate in SHIFT),
        states=_PAST if at else _LIVE,
        tolerance_m=int(location.of("tolerance_m")),
    )
    given = [list(formulas[Rate.REGISTRATION].levels), moment, moment, moment, moment]
    for formula in (formulas[Rate.IMAGE_INTACT], location):
        given += [moment - timedelta(days=formula.of("sample_days")), moment]
    return Marks(sql, [*params, *given, *([at, at] if at else [])])


def rows_of(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement over all cameras, by hash joins only.

    Right after an import the planner has no statistics and would loop over every pair.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute("SET LOCAL enable_nestloop = on")
    return rows


def _cameras(cameras: QuerySet[Camera], by: str) -> tuple[str, list[Any]]:
    """The cameras in use as the statement needs them; their scope is the caller's."""
    rows = cameras.filter(device_state=1).order_by()
    narrow = rows.values(
        c_id=F("pk"),
        c_agency=F("agency_id"),
        c_group=GROUP[by],
        c_public=F("is_public"),
        c_key=F("is_key_target"),
        c_gb_id=F("gb_id"),
        c_complete=complete_q(),
    )
    # Filters that nothing can meet, as an unknown class, must still give a statement.
    compiler = narrow.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    sql, params = compiler.as_sql()
    return sql, list(params)


def _mark(rate: str, formulas: Mapping[str, Formula], moment: datetime) -> str:
    formula = formulas[rate]
    base, ok = _conditions(formula, moment)
    excluded = f"WHEN o.camera_id IS NOT NULL THEN {EXCLUDED}" if formula.excludes else ""
    base = f"{_SCOPES[formula.scope]} AND ({base})"
    case = f"CASE WHEN ({base}) IS NOT TRUE THEN {OUTSIDE} {excluded} "
    return f"({case} WHEN {ok} THEN {COUNTED} ELSE {MISSING} END << {SHIFT[rate]})"


def _conditions(formula: Formula, moment: datetime) -> tuple[str, str]:
    """What is in the denominator, and what of it in the numerator; numbers are whole ones."""
    day = timezone.localdate(moment) - timedelta(days=formula.of("fresh_days"))
    fresh = f"t.day >= DATE '{day.isoformat()}'"
    key, plain = formula.of("least_days_key"), formula.of("least_days")
    days = f"CASE WHEN c_key THEN {key} ELSE {plain} END"
    stacked = f"pc.stacked <= {formula.of('stack_most')}"
    return {
        Rate.REGISTRATION: ("TRUE", _KNOWN),
        Rate.ONLINE: (_KNOWN, "s.state = 'online'"),
        Rate.IMAGE_INTACT: ("pic.camera_id IS NOT NULL", "f.camera_id IS NULL AND pic.mended"),
        Rate.LOCATION: (
            "pc.camera_id IS NOT NULL",
            f"pc.fault = '' AND {stacked} AND pos.fits IS NOT FALSE",
        ),
        Rate.RECORDING: (f"{fresh} AND t.recorded_s IS NOT NULL", "t.recorded_s >= t.required_s"),
        Rate.CLOCK_SYNC: (
            f"{fresh} AND t.clock_offset_s IS NOT NULL",
            f"abs(t.clock_offset_s) <= {formula.of('tolerance_s')}",
        ),
        Rate.ARCHIVE_PASS: ("TRUE", "c_complete"),
        Rate.RETENTION_OK: ("TRUE", f"{fresh} AND t.history_days >= {days}"),
    }[Rate(formula.rate)]
