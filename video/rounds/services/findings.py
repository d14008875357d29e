"""A finding is told in one act; who takes it as a call says under which number."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, locked, nameless, refuse
from grid.scope import Viewer
from grid.territory.placing import point_said
from video.register.models import Camera
from video.rounds.models import Finding, FindingKind, RoundRun, VideoTeam
from video.rounds.models.findings import brief

MOST: Final = {"summary": 200, "place": 120, "address": 200}


@transaction.atomic
def report_finding(
    *,
    by: Actor,
    viewer: Viewer,
    camera: Camera | None = None,
    run: RoundRun | None = None,
    **said: Any,
) -> Finding:
    """Tell what was seen and where, in words; the apps above send the nearest unit.

    `said` holds kind and summary, and may hold level (1 to 4, default 3), place, address, lng,
    lat, crs, found_at. Without degrees it is where the camera stands. Raises InvalidInput.
    """
    faults: list[FieldError] = []
    at = point_said(said, faults) or (camera.location if camera else None)
    words = {name: str(said.get(name, "")).strip() for name in MOST}
    words["place"] = words["place"] or (camera.name if camera else "")
    words["address"] = words["address"] or (camera.address if camera else "")
    if at is None and not faults:
        message = _("Say where it is: a camera whose place is known, or degrees.")
        faults.append(fault("camera", "required", message))
    faults += _faults(words, said)
    refuse(faults)
    if at is None:
        raise TypeError("A point that was refused has a fault.")
    agency = camera.agency if camera else Agency.objects.get(path=viewer.agency_path)
    row = Finding(
        agency=agency,
        team=run.round.team if run else _team_of(agency),
        run=run,
        camera=camera,
        kind=said["kind"],
        level=said.get("level") or 3,
        location=at,
        found_at=said.get("found_at") or timezone.now(),
        reported_by=by.label,
        **words,
    )
    row.save()
    record(by, finding_fact("finding_reported", row))
    return row


def _faults(words: dict[str, str], said: dict[str, Any]) -> list[FieldError]:
    faults = nameless("summary", words["summary"])
    if said.get("kind") not in FindingKind.values:
        faults.append(fault("kind", "required", _("Say what kind of thing was seen.")))
    if not words["summary"]:
        faults.append(fault("summary", "required", _("Say what was seen.")))
    if not words["place"]:
        faults.append(fault("place", "required", _("Say in words where it is.")))
    if not 1 <= int(said.get("level") or 3) <= 4:
        faults.append(fault("level", "out_of_range", _("The level is 1, 2, 3 or 4.")))
    faults += [
        fault(name, "too_long", _("At most %(most)s characters.") % {"most": most})
        for name, most in MOST.items()
        if len(words[name]) > most
    ]
    return faults


def _team_of(agency: Agency) -> VideoTeam | None:
    codes = agency.path.strip("/").split("/")
    teams = VideoTeam.objects.filter(is_active=True, agency__code__in=codes)
    return teams.order_by("-agency__path", "name").first()


def finding_fact(kind: str, row: Finding, *, reason: str = "") -> Fact:
    """A fact about a finding, `kind` without the prefix; camera and agency should be joined."""
    return Fact(
        kind=f"video.{kind}",
        subject_type="finding",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        priority=row.level if kind == "finding_reported" else None,
        happened_at=row.found_at if kind == "finding_reported" else None,
        payload=brief(row),
        reason=reason,
    )


@transaction.atomic
def take_finding(finding_id: int, *, by: Actor, number: str, unit: str = "") -> None:
    """Keep under which number a finding was taken as a call, and which unit was told of it."""
    row = locked(Finding.objects.get(pk=finding_id))
    if row.incident_number == number and row.unit == unit:
        return
    row.incident_number, row.unit = number, unit or row.unit
    row.taken_at = row.taken_at or timezone.now()
    if row.state == Finding.State.REPORTED:
        row.state = Finding.State.TAKEN
    row.save()
    record(by, finding_fact("finding_taken", row))


@transaction.atomic
def close_finding(row: Finding, *, by: Actor, version: int | None, outcome: str) -> Finding:
    """Say what came of it. Raises IllegalStep where it is closed, InvalidInput, StaleVersion."""
    current = locked(row, version)
    if current.state == Finding.State.CLOSED:
        raise IllegalStep(_("It is closed already."))
    faults = nameless("outcome", outcome)
    if not outcome.strip():
        faults.append(fault("outcome", "required", _("Say what came of it.")))
    refuse(faults)
    current.state, current.closed_at = Finding.State.CLOSED, timezone.now()
    current.outcome = outcome.strip()
    current.save()
    record(by, finding_fact("finding_closed", current, reason=current.outcome))
    return current
