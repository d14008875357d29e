"""What came of checks: codes and references, never who."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work import services
from checkpoints.work.models import CheckOutcome
from checkpoints.work.selectors import outcomes, today
from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast)


def caught(gate: Checkpoint, cast: Cast, **said: object) -> CheckOutcome:
    known: dict[str, object] = {
        "outcome": "caught",
        "happened_at": timezone.now(),
        "reference": "A9901015500002026110001",
    }
    return services.record_outcome(gate, by=cast.gus.as_actor(), **known | said)  # type: ignore[arg-type]


def test_a_result_is_counted_with_its_reference_only(cast: Cast, gate: Checkpoint) -> None:
    row = caught(gate, cast, number=2)
    assert row.is_result and not row.is_late
    assert today(gate)["results"] == 2
    names = {field.name for field in CheckOutcome._meta.get_fields()}
    assert not names & {"name", "plate", "person", "id_number", "vehicle"}
    told = EventEntry.objects.get(kind="checkpoints.outcome_recorded")
    assert told.payload["outcome"] == "caught"


def test_a_warning_is_an_outcome_and_no_result_and_needs_no_reference(
    cast: Cast, gate: Checkpoint
) -> None:
    assert not caught(gate, cast, outcome="warned", reference="").is_result
    assert today(gate)["results"] == 0
    assert today(gate)["outcomes"] == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "praised"}, "/outcome"),
        ({"reference": ""}, "/reference"),
        ({"reference": "13800001234"}, "/reference"),
        ({"reference": "示A12345"}, "/reference"),
        ({"number": 0}, "/number"),
        ({"happened_at": timezone.now() + timedelta(days=400)}, "/happened_at"),
        ({"happened_at": timezone.now() - timedelta(days=8)}, "/happened_at"),
    ],
    ids=["code", "no reference", "phone", "plate", "none", "future", "long ago"],
)
def test_a_wrong_outcome_is_refused_at_its_field(
    cast: Cast, gate: Checkpoint, said: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        caught(gate, cast, **said)
    assert field in {fault["pointer"] for fault in refusal.value.errors}
    assert not CheckOutcome.objects.exists()


def test_entered_an_hour_later_it_is_marked_late(cast: Cast, gate: Checkpoint) -> None:
    assert caught(gate, cast, happened_at=timezone.now() - timedelta(hours=1)).is_late


def test_sent_again_it_is_the_same_outcome(cast: Cast, gate: Checkpoint) -> None:
    assert caught(gate, cast, client_ref="o-1").pk == caught(gate, cast, client_ref="o-1").pk


def test_a_struck_entry_stays_readable_and_counts_no_more(cast: Cast, gate: Checkpoint) -> None:
    row, by = caught(gate, cast), cast.gus.as_actor()
    with pytest.raises(StaleVersion):
        services.strike_outcome(row, by=by, version=3, reason="录错站点")
    services.strike_outcome(row, by=by, version=1, reason="录错站点")
    assert today(gate)["results"] == 0
    kept = outcomes(cast.nora).get()
    assert (kept.struck_by, kept.struck_reason) == ("格斯 N004", "录错站点")
    with pytest.raises(IllegalStep):
        services.strike_outcome(row, by=by, version=2, reason="再划一次")
