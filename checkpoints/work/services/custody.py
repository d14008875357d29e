"""Seizing, handing over, receiving, disposing: an unbroken line of hands, each signed twice."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CustodyStep, Seizure
from checkpoints.work.rulebook import rule_of
from checkpoints.work.services.shared import (
    SHORTEST_REASON,
    Group,
    code_faults,
    fact,
    fault,
    moment_faults,
    refuse,
    text_faults,
    work_faults,
)
from grid.errors import IllegalStep, LostRace, NotAllowed
from grid.ledger.services import record
from grid.organisation.models import Officer

MOST: Final = Decimal(999_999_999)
Act, State = CustodyStep.Act, CustodyStep.State
_NEXT: Final = """
    INSERT INTO checkwork_seizurecounter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = checkwork_seizurecounter.last + 1 RETURNING last
"""


@transaction.atomic
def seize(
    checkpoint: Checkpoint,
    *,
    by: Officer,
    quantity: Decimal,
    seized_at: datetime,
    where: str = "",
    channel: str = "screen",
    **said: Any,
) -> Seizure:
    """Enter what was seized, under its seal; `by` is the first who holds it.

    `said` holds item (a code), unit, seal_number, reference (case or incident) and may hold
    client_ref: sent again it is answered as it stands. Raises InvalidInput; a seal number is used
    once.
    """
    ref = said.get("client_ref", "")
    Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    known = Seizure.objects.filter(checkpoint=checkpoint, client_ref=ref).first()
    if ref and known is not None:
        return known
    _check(checkpoint, quantity, seized_at, said)
    seizure = _kept(checkpoint, quantity=quantity, seized_at=seized_at, entered_by=str(by), **said)
    step = CustodyStep.objects.create(
        seizure=seizure,
        place_in_chain=1,
        act=Act.SEIZED,
        state=State.RECEIVED,
        to_badge=by.badge_number,
        to_name=by.name,
        where=where.strip() or checkpoint.name,
        seal_number=seizure.seal_number,
        given_at=seized_at,
        answered_at=timezone.now(),
        answered_by=str(by),
    )
    record(by.as_actor(channel=channel), _fact("seizure_made", step))
    return seizure


def _kept(checkpoint: Checkpoint, **values: Any) -> Seizure:
    try:
        with transaction.atomic():
            return Seizure.objects.create(number=_next_number(), checkpoint=checkpoint, **values)
    except IntegrityError as error:
        if "seizure_seal_once" not in str(error):
            raise
        message = _("This seal number was used before.")
        refuse([fault("seal_number", "used", message)])
        raise


def _check(
    checkpoint: Checkpoint, quantity: Decimal, seized_at: datetime, said: dict[str, Any]
) -> None:
    faults = code_faults("item", Group.ITEM, said["item"])
    faults += moment_faults("seized_at", seized_at, rule_of(checkpoint.agency.path))
    faults += work_faults("seized_at", checkpoint, seized_at)
    faults += text_faults("seal_number", said["seal_number"], least=3)
    faults += text_faults("reference", said["reference"], least=3)
    if not 0 < quantity <= MOST:
        faults.append(fault("quantity", "range", _("More than nothing.")))
    if said["unit"] not in Seizure.Unit.values:
        faults.append(fault("unit", "unknown", _("There is no such unit.")))
    refuse(faults)


def _next_number() -> str:
    """`KYY-NNNNN` (扣) of the local year."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return f"K{year % 100:02d}-{cursor.fetchone()[0]:05d}"


@transaction.atomic
def hand_over(
    seizure: Seizure,
    *,
    by: Officer,
    where: str,
    reason: str = "",
    receiver: Officer | None = None,
    room: str = "",
    paper_receipt: str = "",
    new_seal: str = "",
    is_seal_intact: bool = True,
) -> CustodyStep:
    """Give it to another officer, who has to receive it; or to a room, against a paper receipt.

    Only who holds it may give it. Raises NotAllowed, IllegalStep for what is disposed of,
    LostRace while another step waits for its signature, InvalidInput.
    """
    said = {
        "act": Act.HANDED,
        "where": where.strip(),
        "reason": reason.strip(),
        "is_seal_intact": is_seal_intact,
        "paper_receipt": paper_receipt.strip(),
    }
    faults = text_faults("where", where, least=2) + text_faults("reason", reason)
    if not is_seal_intact and not (new_seal.strip() and reason.strip()):
        message = _("A broken seal needs a reason and a new seal.")
        faults.append(fault("new_seal", "required", message))
    return _give(seizure, by, _receiver(by, receiver, room, paper_receipt, faults), said, new_seal)


@transaction.atomic
def dispose(
    seizure: Seizure,
    *,
    by: Officer,
    disposal: str,
    witness: Officer,
    where: str,
    reason: str,
) -> CustodyStep:
    """End the chain: returned, destroyed, handed to court …; a second officer signs for it."""
    faults = code_faults("disposal", Group.DISPOSAL, disposal)
    faults += text_faults("where", where, least=2)
    faults += text_faults("reason", reason, least=SHORTEST_REASON)
    said = {
        "act": Act.DISPOSED,
        "disposal": disposal,
        "where": where.strip(),
        "reason": reason.strip(),
    }
    return _give(seizure, by, _receiver(by, witness, "", "", faults), said, "")


def _receiver(
    by: Officer, receiver: Officer | None, room: str, paper_receipt: str, faults: list[Any]
) -> dict[str, str]:
    """Who takes it; raises InvalidInput with what was found before as well."""
    if (receiver is None) == (not room.strip()):
        message = _("Name either an officer or a room or body that takes it.")
        faults.append(fault("to_badge", "either", message))
    if receiver is not None and receiver.pk == by.pk:
        faults.append(fault("to_badge", "same", _("Two people sign a step of the chain.")))
    if room.strip() and len(paper_receipt.strip()) < 3:
        message = _("Without an account there is a paper receipt; give its number.")
        faults.append(fault("paper_receipt", "required", message))
    refuse(faults)
    if receiver is not None:
        return {"to_badge": receiver.badge_number, "to_name": receiver.name}
    return {"to_name": room.strip()}


def _give(
    seizure: Seizure, by: Officer, to: dict[str, str], said: dict[str, Any], new_seal: str
) -> CustodyStep:
    last = _last(seizure)
    if last.state == State.WAITING:
        message = _("%(name)s has not signed for it yet.") % {"name": last.to_name}
        raise LostRace(message, winner=last.from_name, at=last.given_at, receipt=last.receipt)
    held = held_by(seizure)
    if held.act == Act.DISPOSED:
        raise IllegalStep(_("It was disposed of; the chain is closed."), receipt=held.receipt)
    # What lies in a room without an account is fetched by whoever signs for it.
    if held.to_badge and held.to_badge != by.badge_number:
        raise NotAllowed(_("%(name)s holds it and has to give it.") % {"name": held.to_name})
    step = CustodyStep.objects.create(
        seizure=seizure,
        place_in_chain=last.place_in_chain + 1,
        from_badge=held.to_badge,
        from_name=held.to_name,
        seal_number=new_seal.strip() or held.seal_number,
        **to,
        **said,
    )
    kind = "seizure_disposal_asked" if step.act == Act.DISPOSED else "seizure_handed_over"
    if step.paper_receipt:
        return _answered(step, by, State.RECEIVED, "")
    record(by.as_actor(), _fact(kind, step))
    return step


@transaction.atomic
def receive(step: CustodyStep, *, by: Officer) -> CustodyStep:
    """Sign as the one who takes it. Raises NotAllowed, LostRace when it was answered already."""
    return _answer(step, by, State.RECEIVED, "")


@transaction.atomic
def refuse_step(step: CustodyStep, *, by: Officer, reason: str) -> CustodyStep:
    """Not take it, saying why: it stays with who meant to give it."""
    refuse(text_faults("reason", reason, least=SHORTEST_REASON))
    return _answer(step, by, State.REFUSED, reason.strip())


def _answer(step: CustodyStep, by: Officer, state: str, note: str) -> CustodyStep:
    _last(step.seizure)
    current = CustodyStep.objects.select_related("seizure__checkpoint__agency").get(pk=step.pk)
    if current.state != State.WAITING:
        message = _("%s answered this step already.") % current.answered_by
        raise LostRace(message, winner=current.answered_by, at=current.answered_at)
    if current.to_badge != by.badge_number:
        raise NotAllowed(_("%(name)s has to sign for it.") % {"name": current.to_name})
    return _answered(current, by, state, note)


def _answered(step: CustodyStep, by: Officer, state: str, note: str) -> CustodyStep:
    step.state, step.answer_note = state, note
    step.answered_at, step.answered_by = timezone.now(), str(by)
    step.save(update_fields=["state", "answer_note", "answered_at", "answered_by"])
    kinds: dict[str, str] = {
        State.REFUSED: "seizure_refused",
        State.RECEIVED: "seizure_disposed" if step.act == Act.DISPOSED else "seizure_received",
    }
    record(by.as_actor(), _fact(kinds[state], step))
    return step


def _last(seizure: Seizure) -> CustodyStep:
    """The last step there is, with the chain locked until the end of the transaction."""
    Seizure.objects.select_for_update(no_key=True).get(pk=seizure.pk)
    steps = CustodyStep.objects.filter(seizure=seizure).select_related(
        "seizure__checkpoint__agency"
    )
    last = steps.order_by("-place_in_chain").first()
    if last is None:
        raise IllegalStep(_("This step is not possible from here."))
    return last


def held_by(seizure: Seizure) -> CustodyStep:
    """The last step signed by both: whoever it names holds the thing."""
    steps = CustodyStep.objects.filter(seizure=seizure, state=State.RECEIVED)
    return steps.select_related("seizure").latest("place_in_chain")


def _fact(kind: str, step: CustodyStep) -> Any:
    seizure = step.seizure
    return fact(
        kind,
        seizure.checkpoint,
        ("seizure", seizure.number),
        item=seizure.item,
        receipt=step.receipt,
        from_badge=step.from_badge,
        to_badge=step.to_badge,
        disposal=step.disposal,
        seal_intact=step.is_seal_intact,
    )
