"""Writing the rules: speeds, detours and deadlines of the own agency from a day on."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import EscapeDetour, EscapeSpeed, PostTarget, RoadClass
from checkpoints.containment.services.shared import By, fault
from checkpoints.containment.services.starting import pace_faults
from grid.errors import FieldError, InvalidInput
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import Dated

LONGEST_S: Final = 7 * 24 * 3600


@transaction.atomic
def set_speed(
    *, by: By, road_class: str, hour_from: int, hour_to: int, speed_kmh: float, valid_from: date
) -> EscapeSpeed:
    """How fast a vehicle is taken to be on a class of road in these local hours, km/h.

    Rows of the same class inside these hours end; of rows that overlap, the later written holds.
    Raises InvalidInput naming every fault.
    """
    faults = pace_faults(speed_kmh, None) + _day_faults(valid_from)
    if not 0 <= hour_from < hour_to <= 24:
        words = _("The hours run from 0 to 24, the first before the second.")
        faults.append(fault("/hour_to", "out_of_range", words))
    if road_class not in RoadClass.values:
        faults.append(fault("/road_class", "unknown", _("There is no such class of road.")))
    row = EscapeSpeed(
        road_class=road_class, hour_from=hour_from, hour_to=hour_to, speed_kmh=speed_kmh
    )
    key = {"hour_from__gte": hour_from, "hour_to__lte": hour_to, "road_class": road_class}
    told = {"road_class": road_class, "hours": f"{hour_from}-{hour_to}", "speed_kmh": speed_kmh}
    _put(row, by=by, valid_from=valid_from, faults=faults, key=key)
    _tell(row, by=by, told=told)
    return row


@transaction.atomic
def set_detour(*, by: By, factor: float, valid_from: date) -> EscapeDetour:
    """Road metres for a straight metre where no roads are known; raises InvalidInput."""
    faults = _day_faults(valid_from)
    if not 1 <= factor <= 5:
        words = _("Between %(least)s and %(most)s") % {"least": 1, "most": 5}
        faults.append(fault("/factor", "out_of_range", words))
    row = EscapeDetour(factor=factor)
    _put(row, by=by, valid_from=valid_from, faults=faults, key={})
    _tell(row, by=by, told={"factor": factor})
    return row


@transaction.atomic
def set_target(*, by: By, valid_from: date, **said: int) -> PostTarget:
    """How soon posts acknowledge, are in place and report, seconds; how near covers, metres.

    `said` are the fields of PostTarget. Raises InvalidInput where their order is not kept.
    """
    faults = _day_faults(valid_from)
    if not 0 < said["acknowledge_s"] <= said["man_s"] <= LONGEST_S:
        words = _("To acknowledge comes before to be in place.")
        faults.append(fault("/man_s", "out_of_range", words))
    if not 0 < said["valid_s"] <= said["longest_s"] <= LONGEST_S:
        words = _("Extended it holds at least as long as at first, and a week at most.")
        faults.append(fault("/longest_s", "out_of_range", words))
    row = PostTarget(**said)
    _put(row, by=by, valid_from=valid_from, faults=faults, key={})
    _tell(row, by=by, told=dict(said))
    return row


def _day_faults(valid_from: date) -> list[FieldError]:
    if valid_from < timezone.localdate():
        return [fault("/valid_from", "past", _("From today on or later."))]
    return []


def _put(
    row: Dated, *, by: By, valid_from: date, faults: list[FieldError], key: dict[str, Any]
) -> None:
    """Keep the row from its day on: what it replaces ends that day, what was to come is dropped."""
    if faults:
        raise InvalidInput(_("Nothing was changed."), errors=faults)
    rows = type(row).objects.select_for_update().filter(agency=by.agency, **key)
    rows.filter(valid_from__gte=valid_from).delete()
    rows.not_over(valid_from).update(valid_to=valid_from)
    row.agency, row.valid_from = by.agency, valid_from
    row.save()


def _tell(row: Dated, *, by: By, told: dict[str, Any]) -> None:
    rule = str(row._meta.model_name)
    payload = {"rule": rule, "valid_from": row.valid_from.isoformat()} | told
    record(
        by.as_actor(),
        Fact(
            kind="containment.rule_set",
            subject_type="containmentrule",
            subject_id=f"{rule}:{row.pk}",
            agency_path=by.agency_path,
            payload=payload,
        ),
    )
