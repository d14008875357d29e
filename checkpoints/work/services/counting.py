"""Entering hourly counts: whole batches or nothing, twice the same is once, a slip is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CountCorrection, HourlyCount
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import Rulebook, codes
from checkpoints.work.services.shared import (
    SHORTEST_REASON,
    Group,
    fact,
    fault,
    refuse,
    text_faults,
    worked_at,
)
from grid.errors import DomainError, FieldError, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer

MOST_ENTRIES: Final = 5_000
HOUR: Final = timedelta(hours=1)
Measure = HourlyCount.Measure
Key = tuple[int, datetime, str, str, str, str]


class DoubleEntry(DomainError):
    """Another number was entered for the same hour, kind, reason and direction before."""

    code = "double_entry"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number somebody enters; with `version` and `because` it corrects the one there is."""

    checkpoint: str
    hour: datetime
    kind: str
    number: int
    measure: str = Measure.CHECKED
    reason: str = ""
    direction: str = HourlyCount.Direction.BOTH
    version: int | None = None
    because: str = ""


@dataclass(slots=True)
class Saved:
    """What became of a batch; `rows` stand in the order of its entries."""

    rows: list[HourlyCount] = field(default_factory=list)
    new: int = 0
    repeated: int = 0
    corrected: int = 0

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)


@dataclass(slots=True)
class _Batch:
    """A batch being read: what is wrong with it, and what would be written."""

    by: Actor
    client_ref: str
    places: dict[str, Checkpoint]
    known: dict[Key, HourlyCount]
    book: Rulebook = field(default_factory=Rulebook)
    reasons: frozenset[str] = field(default_factory=lambda: frozenset(codes(Group.REASON)))
    faults: list[FieldError] = field(default_factory=list)
    doubles: list[FieldError] = field(default_factory=list)
    firsts: list[dict[str, Any]] = field(default_factory=list)
    stale: HourlyCount | None = None
    fresh: list[HourlyCount] = field(default_factory=list)
    changed: list[tuple[HourlyCount, int, str]] = field(default_factory=list)
    saved: Saved = field(default_factory=Saved)


@transaction.atomic
def save_counts(
    entries: Sequence[Entry], *, by: Actor, viewer: Viewer, client_ref: str = ""
) -> Saved:
    """Write a batch of counts: all of it or nothing.

    The same number a second time, or anything sent again under its `client_ref`, is answered as
    it stands. Raises InvalidInput naming field and row of every fault (a checkpoint out of scope
    is unknown), DoubleEntry (409) with who entered the first, StaleVersion (412).
    """
    if not 1 <= len(entries) <= MOST_ENTRIES:
        refuse([fault("counts", "count", _("Between 1 and %s entries.") % MOST_ENTRIES)])
    batch = _read(entries, by=by, viewer=viewer, client_ref=client_ref)
    for place, entry in enumerate(entries):
        _take(batch, place, entry)
    refuse(batch.faults)
    _refuse_stale_and_double(batch, entries)
    HourlyCount.objects.bulk_create(batch.fresh, batch_size=1000)
    _correct(batch)
    record(by, *_facts(batch))
    return batch.saved


def _read(entries: Sequence[Entry], *, by: Actor, viewer: Viewer, client_ref: str) -> _Batch:
    """Lock the checkpoints, so that of two who enter the same hour one sees the other."""
    asked = {entry.checkpoint for entry in entries}
    rows = Checkpoint.objects.visible_to(viewer).filter(code__in=asked).order_by("pk")
    locked = rows.select_for_update(of=("self",), no_key=True).select_related("agency")
    places = {row.code: row for row in locked}
    hours = {entry.hour for entry in entries}
    existing = HourlyCount.objects.filter(checkpoint__in=places.values(), hour__in=hours)
    known = {_key_of(row): row for row in existing}
    return _Batch(by=by, client_ref=client_ref, places=places, known=known)


def _take(batch: _Batch, place: int, entry: Entry) -> None:
    faults = list(_faults(batch, entry))
    if faults:
        batch.faults += [fault(f"counts/{place}/{n}", code, message) for n, code, message in faults]
        return
    checkpoint = batch.places[entry.checkpoint]
    key = _key(checkpoint, entry)
    first = batch.known.get(key)
    if first is None:
        batch.known[key] = row = _new(batch, checkpoint, entry)
        batch.fresh.append(row)
        batch.saved.rows.append(row)
        batch.saved.new += 1
    else:
        _meet(batch, place, entry, first)


def _meet(batch: _Batch, place: int, entry: Entry, first: HourlyCount) -> None:
    """Something stands there already: a repeat, a correction, a stale one, or a double."""
    is_resent = bool(batch.client_ref) and first.client_ref == batch.client_ref
    # In one batch everything has the same reference, so only what stood before was sent before.
    is_repeat = first.number == entry.number or (is_resent and first.pk is not None)
    batch.saved.rows.append(first)
    if is_repeat:
        batch.saved.repeated += 1
    elif entry.version is None or first.pk is None:
        name = "passing" if entry.measure == Measure.PASSING else "checked"
        batch.doubles.append(fault(f"counts/{place}/{name}", "double", _double(first)))
        batch.firsts.append(_first(place, first))
    elif entry.version != first.version:
        batch.stale = batch.stale or first
    else:
        batch.changed.append((first, entry.number, entry.because.strip()))
        batch.saved.corrected += 1


def _faults(batch: _Batch, entry: Entry) -> Iterable[tuple[str, str, str]]:
    """Field, code and message of everything wrong with one entry."""
    checkpoint = batch.places.get(entry.checkpoint)
    path = checkpoint.agency.path if checkpoint else batch.by.agency_path
    if checkpoint is None:
        yield "checkpoint", "unknown", _("There is no such checkpoint.")
    elif not worked_at(checkpoint, entry.hour):
        message = _("%(name)s had no valid instrument then.") % {"name": checkpoint.name}
        yield "hour", "not_operational", message
    yield from _hour_faults(entry.hour, batch.book.rule(path).refuse_after_days)
    yield from _number_faults(entry, batch.book.ceiling(path, entry.kind))
    yield from _reason_faults(batch, entry)
    if entry.version is not None:
        for found in text_faults("correction_reason", entry.because, least=SHORTEST_REASON):
            yield "correction_reason", found["code"], found["message"]


def _reason_faults(batch: _Batch, entry: Entry) -> Iterable[tuple[str, str, str]]:
    if entry.measure == Measure.PASSING:
        if entry.reason:
            yield "reason", "not_here", _("What passed has no reason.")
    elif entry.reason and entry.reason not in batch.reasons:
        yield "reason", "unknown", _("There is no such code.")


def _hour_faults(hour: datetime, days: int) -> Iterable[tuple[str, str, str]]:
    now = timezone.now()
    if hour != hour.replace(minute=0, second=0, microsecond=0):
        yield "hour", "not_whole", _("Give the full hour it began.")
    if hour > now:
        yield "hour", "future", _("This hour is still to come.")
    elif hour + HOUR < now - timedelta(days=days):
        yield "hour", "too_late", _("Entries are taken for %(days)s days.") % {"days": days}


def _number_faults(entry: Entry, ceiling: Any) -> Iterable[tuple[str, str, str]]:
    is_passing = entry.measure == Measure.PASSING
    name = "passing" if is_passing else "checked"
    if entry.kind not in Kind.values:
        yield "kind", "unknown", _("There is no such kind.")
    if entry.number < 0:
        yield name, "negative", _("A count cannot be negative.")
    most = ceiling and (ceiling.most_passing if is_passing else ceiling.most_checked)
    if most is not None and entry.number > most:
        message = _("More than %(most)s in an hour cannot be; look at the number again.")
        yield name, "ceiling", message % {"most": most}


def _new(batch: _Batch, checkpoint: Checkpoint, entry: Entry) -> HourlyCount:
    rule = batch.book.rule(checkpoint.agency.path)
    over = entry.hour + HOUR + timedelta(minutes=rule.late_after_min)
    return HourlyCount(
        checkpoint=checkpoint,
        hour=entry.hour,
        kind=entry.kind,
        measure=entry.measure,
        reason=entry.reason,
        direction=entry.direction,
        number=entry.number,
        is_late=timezone.now() > over,
        entered_by=batch.by.label,
        channel=batch.by.channel,
        client_ref=batch.client_ref,
    )


def _refuse_stale_and_double(batch: _Batch, entries: Sequence[Entry]) -> None:
    if batch.doubles:
        message = batch.doubles[0]["message"]
        raise DoubleEntry(message, errors=batch.doubles, first=batch.firsts[0], firsts=batch.firsts)
    if batch.stale is not None:
        seen = next(e.version for e in entries if e.version not in (None, batch.stale.version))
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=seen,
            current_version=batch.stale.version,
        )


def _double(first: HourlyCount) -> str:
    return _("%(who)s entered %(number)s for this hour already.") % {
        "who": first.entered_by,
        "number": first.number,
    }


def _first(place: int, first: HourlyCount) -> dict[str, Any]:
    return {
        "row": place,
        "id": first.pk,
        "number": first.number,
        "entered_by": first.entered_by,
        "recorded_at": first.recorded_at.isoformat(),
        "version": first.version,
    }


def _correct(batch: _Batch) -> None:
    CountCorrection.objects.bulk_create(
        CountCorrection(
            count=row, before=row.number, after=number, reason=because, corrected_by=batch.by.label
        )
        for row, number, because in batch.changed
    )
    for row, number, _because in batch.changed:
        row.number = number
        row.version += 1
    HourlyCount.objects.bulk_update([row for row, *_ in batch.changed], ["number", "version"])


def _facts(batch: _Batch) -> Iterable[Fact]:
    """One fact for each checkpoint that counted, one for each number that was put right."""
    counted: dict[str, list[HourlyCount]] = {}
    for row in batch.fresh:
        counted.setdefault(row.checkpoint.code, []).append(row)
    for code, rows in counted.items():
        sums = {
            kind: sum(r.number for r in rows if (r.kind, r.measure) == (kind, Measure.CHECKED))
            for kind in Kind.values
        }
        last = max(row.hour for row in rows).isoformat()
        late = any(row.is_late for row in rows)
        yield fact(
            "counted", batch.places[code], ("checkpoint", code), hour=last, late=late, **sums
        )
    places = {place.pk: place for place in batch.places.values()}
    for row, _number, because in batch.changed:
        yield fact(
            "count_corrected",
            places[row.checkpoint_id],
            ("hourly_count", str(row.pk)),
            hour=row.hour.isoformat(),
            counted=row.kind,
            to=row.number,
            reason=because,
        )


def _key(checkpoint: Checkpoint, entry: Entry) -> Key:
    hour = entry.hour.astimezone(UTC)
    return (checkpoint.pk, hour, entry.kind, entry.measure, entry.reason, entry.direction)


def _key_of(row: HourlyCount) -> Key:
    hour = row.hour.astimezone(UTC)
    return (row.checkpoint_id, hour, row.kind, row.measure, row.reason, row.direction)


@transaction.atomic
def correct_count(
    row: HourlyCount, *, by: Actor, viewer: Viewer, version: int, number: int, because: str
) -> HourlyCount:
    """Put one number right, keeping what it said and why. Raises StaleVersion, InvalidInput."""
    entry = Entry(
        checkpoint=row.checkpoint.code,
        hour=row.hour,
        kind=row.kind,
        number=number,
        measure=row.measure,
        reason=row.reason,
        direction=row.direction,
        version=version,
        because=because,
    )
    return save_counts([entry], by=by, viewer=viewer).rows[0]
