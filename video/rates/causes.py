"""Why a camera is missing from a rate, in words, for one page of cameras at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from video.health.models import CameraStatus, ExcludedCamera, Inspection, PictureFault
from video.rates.formulas import Formula
from video.rates.models import PlaceCheck, Rate
from video.register.completeness import missing_words
from video.register.models import Camera, CameraLink

Words = dict[int, str]


def causes(
    cameras: Iterable[Camera], formula: Formula, part: str, *, at: datetime | None = None
) -> Words:
    """A short cause for each camera; empty where it is counted or the rate does not see it."""
    rows = list(cameras)
    none = {camera.pk: "" for camera in rows}
    if part == "excluded":
        return none | _exclusions(none, at or timezone.now())
    if part != "missing":
        return none
    found: Words = _MISSING[Rate(formula.rate)](rows, formula)
    return none | found


def _exclusions(cameras: Words, at: datetime) -> Words:
    lines = ExcludedCamera.objects.filter(
        camera__in=cameras,
        exclusion__state="approved",
        exclusion__starts_at__lte=at,
        exclusion__ends_at__gt=at,
    ).select_related("exclusion")
    return {
        line.camera_id: f"{line.exclusion.get_reason_display()} · {line.exclusion.number}"
        for line in lines
    }


def _unregistered(rows: list[Camera], formula: Formula) -> Words:
    linked = CameraLink.objects.filter(camera__in=rows, platform__level__in=formula.levels)
    known = set(linked.values_list("camera_id", flat=True))
    return {
        row.pk: _("No national id") if not row.gb_id else _("Unknown to every upper platform")
        for row in rows
        if not row.gb_id or row.pk not in known
    }


def _states(rows: list[Camera], _formula: Formula) -> Words:
    return {row.pk: _state(getattr(row, "status", None)) for row in rows}


def _state(status: CameraStatus | None) -> str:
    if status is None:
        return _("Never heard of")
    return str(CameraStatus.State(status.state).label)


def _faults(rows: list[Camera], _formula: Formula) -> Words:
    found: dict[int, list[str]] = {}
    for fault in PictureFault.objects.filter(camera__in=rows, cleared_at__isnull=True):
        found.setdefault(fault.camera_id, []).append(str(fault.get_kind_display()))
    return {row.pk: ", ".join(found.get(row.pk, [_("Faulty when it was checked")])) for row in rows}


def _places(rows: list[Camera], formula: Formula) -> Words:
    seen = Inspection.objects.filter(Q(distance_m__isnull=False) | ~Q(place=""), camera__in=rows)
    metres = dict(seen.order_by("checked_at").values_list("camera_id", "distance_m"))
    return {row.pk: _place(row.place_check, metres.get(row.pk), formula) for row in rows}


def _place(check: PlaceCheck, metres: float | None, formula: Formula) -> str:
    said = [str(check.get_fault_display())] if check.fault else []
    if check.datum:
        said.append(_("fits after the shift from GCJ-02"))
    if check.stacked > formula.of("stack_most"):
        said.append(_("%(count)s cameras on one position") % {"count": check.stacked})
    if metres is not None and metres > formula.of("tolerance_m"):
        said.append(_("%(metres)s m from where it stands") % {"metres": round(metres)})
    return ", ".join(said) or _("Found elsewhere by an inspector")


def _recordings(rows: list[Camera], _formula: Formula) -> Words:
    said = _("%(missing)s min missing on %(day)s")
    states = {row.pk: row.storage_state for row in rows}
    return {
        pk: said % {"missing": round((s.required_s - (s.recorded_s or 0)) / 60), "day": s.day}
        for pk, s in states.items()
    }


def _clocks(rows: list[Camera], _formula: Formula) -> Words:
    return {row.pk: f"{row.storage_state.clock_offset_s:+.1f} s" for row in rows}


def _files(rows: list[Camera], _formula: Formula) -> Words:
    return {row.pk: ", ".join(missing_words(row)) for row in rows}


def _days(rows: list[Camera], formula: Formula) -> Words:
    return {row.pk: _history(row, formula) for row in rows}


def _history(row: Camera, formula: Formula) -> str:
    state = getattr(row, "storage_state", None)
    least = formula.of("least_days_key" if row.is_key_target else "least_days")
    if state is None or state.history_days is None:
        return _("Recorder never told; %(least)s days are needed") % {"least": least}
    words = {"days": state.history_days, "least": least}
    return _("%(days)s of %(least)s days") % words


_MISSING: Final[dict[Rate, Any]] = {
    Rate.REGISTRATION: _unregistered,
    Rate.ONLINE: _states,
    Rate.IMAGE_INTACT: _faults,
    Rate.LOCATION: _places,
    Rate.RECORDING: _recordings,
    Rate.CLOCK_SYNC: _clocks,
    Rate.ARCHIVE_PASS: _files,
    Rate.RETENTION_OK: _days,
}
