"""The rows that shifts go by: templates, certificates, rest rules, force plans, presence rules."""

from datetime import date, time
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from patrol.shifts.models import (
    Certificate,
    CertificateKind,
    ForceLevel,
    ForcePlan,
    PresenceRule,
    RestRule,
    ShiftNeed,
    ShiftTemplate,
)
from patrol.shifts.models.force import TOTALS
from patrol.shifts.services import check_version
from patrol.units.models import Station

_TEMPLATE: Final = ("name", "starts", "minutes", "handover_minutes", "valid_from", "valid_to")


@transaction.atomic
def save_template(
    template: ShiftTemplate | None,
    *,
    by: Actor,
    agency: Agency,
    version: int | None = None,
    **said: Any,
) -> ShiftTemplate:
    """Make or change a template; shifts made from it keep what was asked when they were made.

    `said` may hold station, days and needs ([{kind, count, certificate, tier}]) beside the plain
    fields. Raises InvalidInput, StaleVersion.
    """
    row = ShiftTemplate(version=0)
    if template is not None:
        row = ShiftTemplate.objects.select_for_update().get(pk=template.pk)
        check_version(row.version, version)
    row.agency, row.station = agency, said.get("station")
    for name in _TEMPLATE:
        setattr(row, name, said.get(name, getattr(row, name)))
    row.days = sorted(set(said.get("days", row.days)))
    _check_template(row, said.get("needs", []))
    row.version += 1
    row.save()
    row.needs.all().delete()
    ShiftNeed.objects.bulk_create(ShiftNeed(template=row, **n) for n in said.get("needs", []))
    record(by, _fact("patrol.shift_template_saved", agency, name=row.name, template=row.pk))
    return row


@transaction.atomic
def add_certificate(
    officer: Officer, *, by: Actor, kind: str, valid_from: date, valid_to: date
) -> Certificate:
    """Enter what an officer holds; the same kind from the same day is entered anew.

    Raises InvalidInput for an unknown kind or an end before the beginning.
    """
    known = CertificateKind.objects.filter(code=kind).first()
    if known is None:
        raise _fault("kind", _("There is no such certificate."))
    if valid_to <= valid_from:
        raise _fault("valid_to", _("The end comes before the beginning."))
    row, _is_new = Certificate.objects.update_or_create(
        officer=officer,
        kind=known,
        valid_from=valid_from,
        defaults={"valid_to": valid_to, "recorded_by": by.label},
    )
    badge = officer.badge_number
    fact = {"badge": badge, "certificate": kind, "until": valid_to.isoformat()}
    record(by, _fact("patrol.shift_certificate_entered", officer.agency, **fact))
    return row


@transaction.atomic
def add_rest_rule(agency: Agency, *, by: Actor, hours: int, valid_from: date) -> RestRule:
    """Set the hours between two shifts from a day on; what held before ends that day."""
    if not 1 <= hours <= 48:
        raise _fault("hours", _("Between 1 and 48 hours."))
    _end_former(RestRule.objects.filter(agency=agency), valid_from)
    row = RestRule.objects.create(agency=agency, hours=hours, valid_from=valid_from)
    record(by, _fact("patrol.shift_rest_rule_set", agency, hours=hours))
    return row


@transaction.atomic
def add_force_plan(
    agency: Agency, *, by: Actor, level: str, valid_from: date, **totals: int
) -> ForcePlan:
    """Set what the agency itself is to have at a level from a day on.

    Raises InvalidInput for an unknown level or a negative total.
    """
    known = ForceLevel.objects.filter(code=level).first()
    if known is None:
        raise _fault("level", _("There is no such level."))
    for name in TOTALS:
        if totals.get(name, 0) < 0:
            raise _fault(name, _("A total is never negative."))
    _end_former(ForcePlan.objects.filter(agency=agency, level=known), valid_from)
    row = ForcePlan.objects.create(agency=agency, level=known, valid_from=valid_from, **totals)
    record(by, _fact("patrol.force_planned", agency, level=level, **row.totals))
    return row


@transaction.atomic
def save_presence_rule(
    agency: Agency, *, by: Actor, between_from: time, between_to: time, **said: Any
) -> PresenceRule:
    """Set how often and when the agency's stations and units are checked; one rule an agency.

    `said` may hold times_a_day, draws, minutes, radius_m, is_active.
    """
    if between_to <= between_from:
        raise _fault("between_to", _("The end comes before the beginning."))
    defaults = {"between_from": between_from, "between_to": between_to, **said}
    row, _is_new = PresenceRule.objects.update_or_create(agency=agency, defaults=defaults)
    record(by, _fact("patrol.presence_rule_set", agency, times_a_day=row.times_a_day))
    return row


def station_of(agency: Agency, code: str) -> Station | None:
    """The station with this code among those the agency has or shares; raises InvalidInput."""
    if not code:
        return None
    whose = Q(agency__path__startswith=agency.path) | Q(partners=agency)
    found = Station.objects.filter(whose, code=code).first()
    if found is None:
        raise _fault("station", _("There is no such station in your area."))
    return found


def _end_former(rows: Any, day: date) -> None:
    """What was to hold from the same day or later gives way; what holds ends that day."""
    rows.filter(valid_from__gte=day).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)


def _check_template(row: ShiftTemplate, needs: list[dict[str, Any]]) -> None:
    faults = []
    if not row.days or not set(row.days) <= set(range(1, 8)):
        faults.append(_field("days", _("Days are 1 (Monday) to 7 (Sunday).")))
    if not 30 <= row.minutes <= 2880:
        faults.append(_field("minutes", _("A shift lasts 30 minutes to 48 hours.")))
    known = set(CertificateKind.objects.values_list("code", flat=True))
    asked = {need["certificate"] for need in needs if need.get("certificate")}
    for code in sorted(asked - known):
        unknown = _("There is no certificate %(code)s.") % {"code": code}
        faults.append(_field("needs", unknown))
    if faults:
        raise InvalidInput(_("The input cannot be accepted."), errors=faults)


def _field(name: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{name}", code="invalid", message=message)


def _fault(name: str, message: str) -> InvalidInput:
    return InvalidInput(message, errors=[_field(name, message)])


def _fact(kind: str, agency: Agency, **payload: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type="agency",
        subject_id=agency.code,
        subject_version=agency.version,
        agency_path=agency.path,
        payload=payload,
    )
