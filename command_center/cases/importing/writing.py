"""What was staged into the register, some thousand rows a transaction: new cases, corrections."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.staging import BITS, ENDING, Staging
from command_center.cases.models import Case, CaseImport, CaseRevision
from command_center.cases.selectors import veiled
from command_center.cases.services.entering import numbers_for
from command_center.cases.services.telling import changes_of, held_many, kept, state_of
from grid.errors import LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

AT_ONCE: Final = 2_000  # cases a transaction: nobody waits long for the next number
BRIEF: Final = ("number", "kind", "category", "state", "agency", "cell", "address", "reported_at")


def write(staging: Staging, run: CaseImport, desk: ImportDesk) -> None:
    """Enter the new cases and correct those that differ; the run counts what came of it.

    Raises LostRace where somebody else entered one of the numbers meanwhile.
    """
    known, _differ = staging.compare(run.agency.code, run.source)
    last, actor = 0, desk.as_actor()
    while rows := staging.new(last, AT_ONCE):
        last = rows[-1][0]
        _enter(staging, rows, run, actor)
        _show(run, created=len(rows))
    last = 0
    while changed := staging.changed(last, AT_ONCE):
        last = changed[-1].pk
        _show(run, changed=_correct(staging, changed, run, actor))
    run.unchanged = known - run.changed


def _show(run: CaseImport, *, created: int = 0, changed: int = 0) -> None:
    """Progress, for whoever waits."""
    run.created += created
    run.changed += changed
    run.heard_at = timezone.now()
    run.save(update_fields=["created", "changed", "heard_at"])


@transaction.atomic
def _enter(staging: Staging, rows: Sequence[Any], run: CaseImport, actor: Actor) -> None:
    numbers = numbers_for(len(rows))
    lines = [row[0] for row in rows]
    told = (run.source, run.agency.code, timezone.now(), actor.label)
    try:
        with transaction.atomic():
            staging.enter(lines, numbers, told)
    except IntegrityError as error:
        raise LostRace(_("This source number came in from somebody else just now.")) from error
    facts = (_entered(number, row) for number, row in zip(numbers, rows, strict=True))
    record(actor, *facts)


def _entered(number: str, row: Sequence[Any]) -> Fact:
    _line, *said, reported_at, path, is_sensitive = row
    told = dict(zip(BRIEF, (number, *said, reported_at.isoformat()), strict=True))
    return Fact(
        kind="cases.entered", subject_type="case", subject_id=number, subject_version=1,
        agency_path=path, payload=veiled(told, is_sensitive=is_sensitive),
    )  # fmt: skip


@transaction.atomic
def _correct(staging: Staging, changed: Sequence[Any], run: CaseImport, actor: Actor) -> int:
    """Correct each known case by what its line says now; answers how many changed."""
    reason, now = _("File %s") % run.name[:100], timezone.now()
    cases = held_many([line.case_id for line in changed])
    lines, revisions, facts = [], [], []
    for line in changed:
        row = cases[line.case_id]
        if (done := _taken(row, line, actor, reason)) is not None:
            lines.append(line.pk)
            revisions.append(done[0])
            facts.append(done[1])
    staging.correct(lines, now)
    CaseRevision.objects.bulk_create(revisions)
    record(actor, *facts)
    return len(lines)


def _taken(row: Case, line: Any, actor: Actor, reason: str) -> tuple[CaseRevision, Fact] | None:
    """What the correction is and what is told of it; None where nothing changes any more."""
    if row.state == Case.State.VOID:
        return None
    before = state_of(row)
    for name, bit in BITS.items():
        if line.said & bit:
            setattr(row, name, getattr(line, name))
    is_solved = line.state == Case.State.SOLVED and row.state == Case.State.OPEN
    for name in ENDING if is_solved else ():
        setattr(row, name, getattr(line, name))
    changes = changes_of(row, before)
    if not changes:
        return None
    row.version += 1
    return kept(row, before, changes, actor=actor, what="solved" if is_solved else "corrected",
                reason=reason)  # fmt: skip
