"""Asking whether a number is sought: exactly, by keyed hash, and forgetting what was not.

Numbers live in the memory of one request, nowhere else: no row, fact, log line, message or error
names one (docs/lookout.md). What stays of a question is a count per checkpoint and hour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from checkpoints.lookout import keys, numbers
from checkpoints.lookout.models import CheckTally, Hit, Kind, Notice
from checkpoints.lookout.rules import times_of
from checkpoints.lookout.services import By
from checkpoints.register.models import Checkpoint
from grid.errors import DomainError, FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.obligations import brief
from grid.ledger.services import record
from grid.wiping import wipe_all

MOST: Final = 5_000  # numbers a request, plates and documents together
_READ: Final = {CheckTally.What.PLATE: numbers.plates, CheckTally.What.DOCUMENT: numbers.documents}
_KINDS: Final = {
    CheckTally.What.PLATE: (Kind.VEHICLE,),
    CheckTally.What.DOCUMENT: (Kind.MISSING_PERSON, Kind.WANTED_PERSON),
}
_COUNT: Final = f"""
    INSERT INTO {CheckTally._meta.db_table} AS tally
        (checkpoint_id, hour, what, checked, unreadable, hits)
    VALUES (%s, date_trunc('hour', %s::timestamptz), %s, %s, %s, %s)
    ON CONFLICT (checkpoint_id, hour, what) DO UPDATE SET
        checked = tally.checked + EXCLUDED.checked,
        unreadable = tally.unreadable + EXCLUDED.unreadable,
        hits = tally.hits + EXCLUDED.hits
"""  # noqa: S608 the name of our own table
# One text that PostgreSQL splits: parsing thousands of literals would cost more than the search.
_ANY_OF: Final = "SELECT unnest(string_to_array(%s, ','))"


class CheckFailed(DomainError):
    """A defect of ours, told without what it happened to: its message could hold a number."""

    code = "check_failed"
    status = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One number that is sought: which of those sent, by which notice, kept as which hit."""

    what: str
    position: int
    hit: Hit


@dataclass(frozen=True, slots=True)
class Question:
    """Where, by whom and when was asked; not what."""

    checkpoint: Checkpoint
    actor: Actor
    at: datetime


@dataclass(slots=True)
class Answer:
    """What is told of a check: how many, which could not be read, and what was found."""

    checked: int = 0
    unreadable: dict[str, list[int]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)


@sensitive_variables()
@transaction.atomic
def check(
    *,
    by: By,
    checkpoint: Checkpoint,
    plates: Sequence[str] = (),
    documents: Sequence[str] = (),
    channel: str = "screen",
) -> Answer:
    """Ask about up to 5,000 numbers at a working checkpoint; answers what was found and counts.

    One search per kind of number over the notices in force on the checkpoint's ground. Raises
    InvalidInput for none or too many.
    """
    if not 1 <= len(plates) + len(documents) <= MOST:
        message = _("Between 1 and %s numbers") % MOST
        name = "plates" if plates or not documents else "documents"
        fault = FieldError(pointer=f"/{name}", code="count", message=message)
        raise InvalidInput(message, errors=[fault])
    question = Question(checkpoint, by.as_actor(channel=channel), timezone.now())
    answer = Answer()
    facts: list[Fact] = []
    for what, given in ((CheckTally.What.PLATE, plates), (CheckTally.What.DOCUMENT, documents)):
        if given:
            facts += _check_kind(question, what, given, answer)
    record(question.actor, *facts)
    return answer


@sensitive_variables()
def _check_kind(
    question: Question, what: CheckTally.What, given: Sequence[str], answer: Answer
) -> list[Fact]:
    plain = _READ[what](given)
    unreadable = [place for place, number in enumerate(plain) if number is None]
    try:
        matches = _matches(what, [number or "" for number in plain], question)
    finally:
        wipe_all(ours for ours, sent in zip(plain, given, strict=True) if ours is not sent)
    hits = {notice.pk: _hit(notice, question) for notice in matches}
    answer.found += [
        Found(what=what.value, position=place, hit=hits[notice.pk][0])
        for place, notice in sorted(
            ((place, notice) for notice, places in matches.items() for place in places),
            key=lambda pair: (pair[0], pair[1].pk),
        )
    ]
    answer.checked += len(plain) - len(unreadable)
    if unreadable:
        answer.unreadable[what.value] = unreadable
    _count(question, what, (len(plain) - len(unreadable), len(unreadable), len(matches)))
    return [_fact(hit) for hit, is_new in hits.values() if is_new]


@sensitive_variables()
def _matches(
    what: CheckTally.What, plain: Sequence[str], question: Question
) -> dict[Notice, list[int]]:
    """The notices in force that name one of the numbers, with the places of those numbers."""
    lists = keys.indexes_of(plain, what)
    rows = (
        Notice.objects.active(question.at)
        .covering(question.checkpoint.agency.path)
        .filter(kind__in=_KINDS[what])
        .filter(sought_index__in=RawSQL(_ANY_OF, [",".join(h for hs in lists for h in hs)]))  # noqa: S611 hashes of ours, bound
        .defer("sought", "sought_name", "description")  # nothing is decrypted to compare
    )
    return {
        notice: [
            place
            for hashes in lists
            for place, known in enumerate(hashes)
            if known == notice.sought_index
        ]
        for notice in rows
    }


def _hit(notice: Notice, question: Question) -> tuple[Hit, bool]:
    """The open hit of this notice here, seen once more, or a new one; and whether it is new."""
    checkpoint, now = question.checkpoint, question.at
    again = Hit.objects.select_related("agency", "checkpoint").filter(
        notice=notice, checkpoint=checkpoint, state=Hit.State.ISSUED
    )
    if again.update(times=F("times") + 1, last_at=now):
        return again.get(), False
    due = now + times_of(checkpoint.agency.path).confirm
    made = Hit(
        notice=notice,
        notice_number=notice.number,
        notice_kind=notice.kind,
        checkpoint=checkpoint,
        agency=checkpoint.agency,
        owner_path=checkpoint.agency.path,
        title=_("Hit on %s") % notice.number,
        subject_type="lookout_notice",
        subject_id=notice.number,
        issued_at=now,
        issued_by=question.actor.label,
        due_at=due,
        last_at=now,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another gantry saw it in the same moment
        again.update(times=F("times") + 1, last_at=now)
        return again.get(), False
    return made, True


def _count(question: Question, what: CheckTally.What, counts: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [question.checkpoint.pk, question.at, what.value, *counts])


def _fact(hit: Hit) -> Fact:
    """To the station and everybody above it; which number it was is not said."""
    return Fact(
        kind="lookout.hit",
        subject_type="hit",
        subject_id=str(hit.pk),
        agency_path=hit.owner_path,
        payload=_payload(hit),
        priority=1,
    )


def _payload(hit: Hit) -> dict[str, Any]:
    return brief(hit) | hit.details()
