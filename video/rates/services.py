"""Writing: formulas agreed by two persons, what recorders say, the figures of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from video.rates import formulas
from video.rates.models import RateFormula, ScoreRule
from video.rates.rulebook import city_code

MOST_STATES: Final = 60_000
_PARTS: Final = ("online", "intact", "in_time", "once")


def _fault(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{name}", code=code, message=message)


def _refuse(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)


@transaction.atomic
def propose_formula(
    *,
    by: Officer,
    rate: str,
    parameters: Mapping[str, Any],
    threshold: Decimal,
    valid_from: date,
    basis: str,
) -> RateFormula:
    """Write the next version of the city's formula of a rate; it counts once another approves it.

    Raises NotAllowed below the top of the city, InvalidInput naming every fault.
    """
    if by.agency_path.strip("/") != city_code(by.agency_path):
        raise NotAllowed(_("The city alone says how rates are counted, so that they compare."))
    faults = formulas.faults(rate, parameters)
    if valid_from < timezone.localdate():
        faults.append(_fault("valid_from", "past", _("From today on or later.")))
    if not basis.strip():
        faults.append(_fault("basis", "required", _("Name the document this follows.")))
    _refuse(faults)
    city = Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
    mine = RateFormula.objects.filter(rate=rate)
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    row = RateFormula.objects.create(
        agency=city,
        rate=rate,
        number=number,
        threshold=threshold,
        parameters=formulas.parameters_of(formulas.read(rate, parameters)),
        basis=basis.strip(),
        valid_from=valid_from,
        proposed_by=by,
    )
    record(by.as_actor(), _formula_fact("rate_formula_proposed", row))
    return row


@transaction.atomic
def approve_formula(row: RateFormula, *, by: Officer, version: int) -> RateFormula:
    """Let a proposed formula hold from its day on, or from today where that has passed.

    Raises NotAllowed for who proposed it, LostRace where it was decided already, StaleVersion.
    """
    held = _open_formula(row, by=by, version=version)
    if held.proposed_by_id == by.pk:
        raise NotAllowed(_("Somebody other than who wrote it approves it."))
    held.valid_from = max(held.valid_from, timezone.localdate())
    before = RateFormula.objects.filter(agency=held.agency, rate=held.rate)
    before = before.filter(approved_at__isnull=False, valid_from__lte=held.valid_from)
    before.in_force(held.valid_from).update(valid_to=held.valid_from)
    held.approved_by, held.approved_at = by, timezone.now()
    held.version += 1
    held.save()
    record(by.as_actor(), _formula_fact("rate_formula_approved", held))
    return held


@transaction.atomic
def withdraw_formula(row: RateFormula, *, by: Officer, version: int) -> None:
    """Take a proposal back that nobody approved; its number is given again."""
    held = _open_formula(row, by=by, version=version)
    fact = _formula_fact("rate_formula_withdrawn", held)
    held.delete()
    record(by.as_actor(), fact)


def _open_formula(row: RateFormula, *, by: Officer, version: int) -> RateFormula:
    """The locked proposal, by whoever may decide on it."""
    held: RateFormula = RateFormula.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.agency_id != by.agency_id:
        raise NotAllowed(_("The city alone says how rates are counted, so that they compare."))
    if held.approved_at is not None:
        raise LostRace(_("This formula was approved already."))
    if held.version != version:
        raise StaleVersion(
            _("Somebody changed this formula meanwhile."),
            your_version=version,
            current_version=held.version,
        )
    return held


def _formula_fact(what: str, row: RateFormula) -> Fact:
    payload = {
        "rate": row.rate,
        "number": row.number,
        "threshold": str(row.threshold),
        "valid_from": row.valid_from.isoformat(),
        "parameters": row.parameters,
    }
    return Fact(
        kind=f"video.{what}",
        subject_type="rate_formula",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path if row.agency else "",
        payload=payload,
    )


@transaction.atomic
def change_score_rule(*, by: Officer, weights: Mapping[str, int], valid_from: date) -> ScoreRule:
    """Let a contractor's score be made up otherwise in the own agency and below, from a day on."""
    faults = []
    if any(weights[part] < 0 for part in _PARTS) or sum(weights[part] for part in _PARTS) != 100:
        faults.append(_fault("online", "sum", _("The four weights are 100 together.")))
    if valid_from < timezone.localdate():
        faults.append(_fault("valid_from", "past", _("From today on or later.")))
    _refuse(faults)
    agency = Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
    mine = ScoreRule.objects.filter(agency=agency)
    mine.filter(valid_from__gte=valid_from).delete()
    mine.in_force(valid_from).update(valid_to=valid_from)
    said = {part: weights[part] for part in _PARTS}
    row = ScoreRule.objects.create(agency=agency, valid_from=valid_from, **said)
    fact = Fact(
        kind="video.score_rule_changed",
        subject_type="score_rule",
        subject_id=str(row.pk),
        agency_path=agency.path,
        payload={**said, "valid_from": valid_from.isoformat()},
    )
    record(by.as_actor(), fact)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSign:
    """What a recorder says of one camera and one local day; None is not known."""

    gb_id: str
    day: date
    recorded_s: int | None = None
    required_s: int = 86_400
    clock_offset_s: float | None = None
    history_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageTaken:
    """What became of it: `older` than what is known, `unknown` in the sender's scope."""

    received: int
    taken: int
    older: int
    unknown: int


# The newest day of a camera holds; what a later message of the same day leaves out stays known.
_TAKE: Final = """
WITH said AS (
  SELECT DISTINCT ON (gb_id) * FROM unnest(%s::text[], %s::date[], %s::int[], %s::int[],
    %s::float8[], %s::int[]) AS s(gb_id, day, recorded_s, required_s, clock_offset_s, history_days)
  ORDER BY gb_id, day DESC),
known AS (
  SELECT c.id, said.* FROM said JOIN video_camera c USING (gb_id)
  JOIN organisation_agency a ON a.id = c.agency_id WHERE a.path LIKE %s),
written AS (
  INSERT INTO videorates_storagestate AS t
    (camera_id, day, recorded_s, required_s, clock_offset_s, history_days, heard_at)
  SELECT id, day, recorded_s, required_s, clock_offset_s, history_days, %s FROM known
  ON CONFLICT (camera_id) DO UPDATE SET day = EXCLUDED.day, heard_at = EXCLUDED.heard_at,
    recorded_s = CASE WHEN EXCLUDED.recorded_s IS NULL AND t.day = EXCLUDED.day
      THEN t.recorded_s ELSE EXCLUDED.recorded_s END,
    required_s = CASE WHEN EXCLUDED.recorded_s IS NULL AND t.day = EXCLUDED.day
      THEN t.required_s ELSE EXCLUDED.required_s END,
    clock_offset_s = CASE WHEN t.day = EXCLUDED.day
      THEN coalesce(EXCLUDED.clock_offset_s, t.clock_offset_s) ELSE EXCLUDED.clock_offset_s END,
    history_days = CASE WHEN t.day = EXCLUDED.day
      THEN coalesce(EXCLUDED.history_days, t.history_days) ELSE EXCLUDED.history_days END
  WHERE t.day <= EXCLUDED.day RETURNING 1)
SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM known), (SELECT count(*) FROM written)
"""


@transaction.atomic
def take_storage(signs: Sequence[StorageSign], *, by: Actor, viewer: Viewer) -> StorageTaken:
    """Take what recorders say, at most 60,000 cameras at once; sent twice it changes nothing.

    Raises InvalidInput with the index of every sign that cannot be true.
    """
    if len(signs) > MOST_STATES:
        message = _("At most %(most)s at once.") % {"most": f"{MOST_STATES:,}"}
        _refuse([_fault("states", "too_many", message)])
    _refuse([fault for place, sign in enumerate(signs) for fault in _sign_faults(place, sign)])
    names = ("gb_id", "day", "recorded_s", "required_s", "clock_offset_s", "history_days")
    columns = [[getattr(sign, name) for sign in signs] for name in names]
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [*columns, f"{viewer.agency_path}%", now])
        said, known, written = cursor.fetchone()
    taken = StorageTaken(
        received=len(signs), taken=written, older=known - written, unknown=said - known
    )
    record(by, _storage_fact(taken, viewer, now))
    return taken


def _storage_fact(taken: StorageTaken, viewer: Viewer, now: datetime) -> Fact:
    return Fact(
        kind="video.storage_reported",
        subject_type="storage_report",
        subject_id=f"{now:%Y%m%dT%H%M%S%f}",
        agency_path=viewer.agency_path,
        payload={"taken": taken.taken, "older": taken.older, "unknown": taken.unknown},
    )


def _sign_faults(place: int, sign: StorageSign) -> list[FieldError]:
    found = []
    if sign.recorded_s is not None and not 0 <= sign.recorded_s <= sign.required_s:
        message = _("Recorded seconds are between 0 and the required ones.")
        found.append(_fault(f"states/{place}/recorded_s", "out_of_range", message))
    if not 1 <= sign.required_s <= 90_000:
        message = _("A day requires between 1 and 90,000 seconds.")
        found.append(_fault(f"states/{place}/required_s", "out_of_range", message))
    if sign.day > timezone.localdate():
        message = _("This day is still to come.")
        found.append(_fault(f"states/{place}/day", "future", message))
    return found
