"""Things seized go from hand to hand, each step signed twice, and the line cannot be broken."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work import services
from checkpoints.work.models import CustodyStep, Seizure
from checkpoints.work.selectors import find_seizure, seizures
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint

REFUSED = (InternalError, ProgrammingError)


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast)


@pytest.fixture
def knife(cast: Cast, gate: Checkpoint) -> Seizure:
    return seize(gate, cast)


def seize(gate: Checkpoint, cast: Cast, **said: Any) -> Seizure:
    known: dict[str, Any] = {
        "item": "blade",
        "quantity": Decimal(2),
        "unit": "piece",
        "seal_number": "FH-0001",
        "reference": "A9901015500002026110001",
        "seized_at": timezone.now(),
    }
    return services.seize(gate, by=cast.gus, **known | said)


def test_a_seizure_gets_a_number_and_its_first_holder(cast: Cast, knife: Seizure) -> None:
    row = find_seizure(cast.nora, knife.number)
    assert row.number.startswith("K") and row.number.endswith("-00001")
    assert (row.holder_badge, row.last_act, row.waits_for) == ("N004", "seized", None)
    assert EventEntry.objects.get(kind="checkpoints.seizure_made").subject_id == knife.number
    assert not list(seizures(cast.sam))


def test_a_thing_changes_hands_only_when_both_signed(cast: Cast, knife: Seizure) -> None:
    step = services.hand_over(knife, by=cast.gus, receiver=cast.pat, where="物证室", reason="入库")
    row = find_seizure(cast.nora, knife.number)
    assert (row.holder_badge, row.waits_for) == ("N004", "帕特")
    with pytest.raises(NotAllowed):
        services.receive(step, by=cast.cora)
    services.receive(step, by=cast.pat)
    row = find_seizure(cast.nora, knife.number)
    assert (row.holder_badge, row.waits_for) == ("N003", None)
    assert step.receipt == f"{knife.number}/2"


def test_nobody_gives_what_another_holds_and_no_step_is_skipped(cast: Cast, knife: Seizure) -> None:
    with pytest.raises(NotAllowed):
        services.hand_over(knife, by=cast.cora, receiver=cast.pat, where="物证室")
    first = services.hand_over(knife, by=cast.gus, receiver=cast.pat, where="物证室")
    with pytest.raises(LostRace) as refusal:
        services.hand_over(knife, by=cast.gus, receiver=cast.cora, where="物证室")
    assert refusal.value.context["receipt"] == first.receipt
    services.receive(first, by=cast.pat)
    with pytest.raises(LostRace):
        services.receive(first, by=cast.pat)
    with pytest.raises(NotAllowed):
        services.hand_over(knife, by=cast.gus, receiver=cast.cora, where="物证室")


def test_what_is_not_taken_stays_with_who_meant_to_give_it(cast: Cast, knife: Seizure) -> None:
    step = services.hand_over(knife, by=cast.gus, receiver=cast.pat, where="物证室")
    services.refuse_step(step, by=cast.pat, reason="封条号不符")
    assert find_seizure(cast.nora, knife.number).holder_badge == "N004"
    again = services.hand_over(knife, by=cast.gus, receiver=cast.cora, where="物证室")
    assert again.place_in_chain == 3
    assert services.receive(again, by=cast.cora).from_badge == "N004"


def test_a_room_takes_it_against_a_paper_receipt(cast: Cast, knife: Seizure) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.hand_over(knife, by=cast.gus, room="涉案财物管理中心", where="中心库")
    assert refusal.value.errors[0]["pointer"] == "/paper_receipt"
    services.hand_over(
        knife, by=cast.gus, room="涉案财物管理中心", where="中心库", paper_receipt="SJ-778"
    )
    row = find_seizure(cast.nora, knife.number)
    assert (row.holder, row.holder_badge) == ("涉案财物管理中心", "")
    fetched = services.hand_over(knife, by=cast.pat, receiver=cast.cora, where="中心库")
    assert fetched.from_name == "涉案财物管理中心"


def test_a_broken_seal_needs_a_reason_and_a_new_seal(cast: Cast, knife: Seizure) -> None:
    give: Callable[..., CustodyStep] = services.hand_over
    with pytest.raises(InvalidInput):
        give(knife, by=cast.gus, receiver=cast.pat, where="物证室", is_seal_intact=False)
    step = give(
        knife,
        by=cast.gus,
        receiver=cast.pat,
        where="物证室",
        is_seal_intact=False,
        new_seal="FH-0002",
        reason="开封检验",
    )
    assert (step.seal_number, step.is_seal_intact) == ("FH-0002", False)


def test_disposal_is_signed_by_a_second_officer_and_ends_the_chain(
    cast: Cast, knife: Seizure
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.dispose(
            knife, by=cast.gus, disposal="destroyed", witness=cast.gus, where="库", reason="?"
        )
    assert {fault["pointer"] for fault in refusal.value.errors} == {
        *("/where", "/reason", "/to_badge"),
    }
    step = services.dispose(
        knife,
        by=cast.gus,
        disposal="destroyed",
        witness=cast.pat,
        where="销毁点",
        reason="依法销毁",
    )
    assert find_seizure(cast.nora, knife.number).last_act == "seized"
    services.receive(step, by=cast.pat)
    row = find_seizure(cast.nora, knife.number)
    assert row.last_act == "disposed"
    assert [r.number for r in seizures(cast.nora, state="disposed")] == [knife.number]
    with pytest.raises(IllegalStep):
        services.hand_over(knife, by=cast.pat, receiver=cast.cora, where="物证室")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checkwork_custodystep SET to_name = 'x'",
        "UPDATE checkwork_custodystep SET state = 'waiting'",
        "DELETE FROM checkwork_custodystep",
    ],
)
def test_the_database_refuses_to_rewrite_the_chain(knife: Seizure, statement: str) -> None:
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert CustodyStep.objects.get().to_badge == "N004"


def test_a_waiting_step_can_only_be_answered(cast: Cast, knife: Seizure) -> None:
    services.hand_over(knife, by=cast.gus, receiver=cast.pat, where="物证室")
    waiting = CustodyStep.objects.filter(state="waiting")
    with pytest.raises(REFUSED), transaction.atomic():
        waiting.update(state="received", to_badge="N002")


def test_wrong_seizures_are_refused_field_by_field(cast: Cast, gate: Checkpoint) -> None:
    with pytest.raises(InvalidInput) as refusal:
        seize(gate, cast, item="cat", quantity=Decimal(0), seal_number="1", reference="")
    found = {fault["pointer"] for fault in refusal.value.errors}
    assert found == {"/item", "/quantity", "/seal_number", "/reference"}
    seize(gate, cast)
    with pytest.raises(InvalidInput) as refusal:
        seize(gate, cast)
    assert refusal.value.errors[0] == {
        "pointer": "/seal_number",
        "code": "used",
        "message": "This seal number was used before.",
    }
    assert Seizure.objects.count() == 1


def test_sent_again_under_its_reference_it_is_the_same_seizure(
    cast: Cast, gate: Checkpoint
) -> None:
    first = seize(gate, cast, client_ref="p-9")
    assert seize(gate, cast, client_ref="p-9").pk == first.pk
