"""The hole a dispatch leaves, and who could move up."""

from collections.abc import Callable
from typing import Any

import pytest

from command_center.dispatch.coverage import moves, now, services
from command_center.dispatch.coverage.models import MoveUp
from command_center.dispatch.orders.models import OrderReceipt
from grid.errors import IllegalStep, InvalidInput
from grid.ledger.models import EventEntry
from patrol.units.models import Station, Unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def test_sending_the_only_car_leaves_its_circle_and_its_cells(
    cast: Cast, standing: Make, circle: Make
) -> None:
    ring, unit = circle(tier=3), standing(100)
    picture = now.picture(cast.nora)
    found = moves.hole(cast.nora, picture, [unit.call_sign])
    assert [(one.circle, one.after_s) for one in found.circles] == [(ring, None)]
    lost = {tier: sum(one.lost[tier] for one in found.cells) for tier in (1, 3, 5)}
    assert lost == {tier: int((picture.nearest.best_s <= tier * 60).sum()) for tier in (1, 3, 5)}
    assert lost[5] > 0
    assert found.moves == []  # nobody is left


def test_sending_one_of_two_leaves_no_hole(cast: Cast, standing: Make, circle: Make) -> None:
    circle(tier=3)
    standing(0)
    unit = standing(0)
    found = moves.hole(cast.nora, now.picture(cast.nora), [unit.call_sign])
    assert (found.circles, found.cells, found.moves) == ([], [], [])


def test_a_unit_that_is_not_free_covers_nothing_and_is_said_to(cast: Cast, standing: Make) -> None:
    busy = standing(0, status=Unit.Status.ON_SCENE)
    found = moves.hole(cast.nora, now.picture(cast.nora), [busy.call_sign])
    assert (found.gone, found.unknown, found.cells) == ([], [busy.call_sign], [])


@pytest.fixture
def far_pair(standing: Make) -> tuple[Unit, Unit]:
    """One car at the point and a free one six kilometres south."""
    return standing(0), standing(-6_000)


def test_the_move_that_restores_the_circle_is_proposed_with_its_seconds(
    cast: Cast, far_pair: tuple[Unit, Unit], circle: Make, station: Station
) -> None:
    ring = circle(tier=3)
    gone, spare = far_pair
    picture = now.picture(cast.nora)
    found = moves.hole(cast.nora, picture, [gone.call_sign])
    best = found.moves[0]
    assert picture.fleet.units[best.unit].call_sign == spare.call_sign
    assert best.place.key in (f"circle:{ring.pk}", f"station:{station.code}", "cell:N-1")
    assert best.circles == 1
    assert best.travel_s == pytest.approx(6_000 * 1.4 / 35 * 3.6, rel=0.05)


def test_what_a_move_restores_is_what_it_restores(
    cast: Cast, far_pair: tuple[Unit, Unit], circle: Make, standing: Make, station: Station
) -> None:
    """Moved there for real, exactly so many points and circles more are met."""
    circle(tier=3), circle(-6_000, tier=5)
    standing(-5_000, kind=Unit.Kind.BICYCLE)
    gone, _spare = far_pair
    picture = now.picture(cast.nora)
    best = moves.hole(cast.nora, picture, [gone.call_sign]).moves[0]
    unit = Unit.objects.get(call_sign=picture.fleet.units[best.unit].call_sign)
    gone.status = Unit.Status.ON_SCENE
    gone.save()
    before = now.picture(cast.nora)
    unit.position.point = f"SRID=4326;POINT({best.place.lng} {best.place.lat})"
    unit.position.save()
    after = now.picture(cast.nora)
    for tier in (1, 3, 5):
        met = [int((shot.nearest.best_s <= tier * 60).sum()) for shot in (before, after)]
        assert met[1] - met[0] == best.points[tier]
    met = [sum(state.is_met for state in shot.states()) for shot in (before, after)]
    assert met[1] - met[0] == best.circles


def test_a_move_that_would_open_another_circle_for_the_one_it_closes_is_not_proposed(
    cast: Cast, far_pair: tuple[Unit, Unit], circle: Make
) -> None:
    circle(tier=3), circle(-6_000, tier=3), circle(-6_100, tier=3)
    gone, _spare = far_pair
    assert moves.hole(cast.nora, now.picture(cast.nora), [gone.call_sign]).moves == []


@pytest.fixture
def proposal(
    cast: Cast, far_pair: tuple[Unit, Unit], circle: Make
) -> tuple[services.Proposal, moves.Move]:
    """The best proposal after the northern car is sent."""
    circle(tier=3)
    gone, spare = far_pair
    best = moves.hole(cast.nora, now.picture(cast.nora), [gone.call_sign]).moves[0]
    said = services.Proposal(unit=spare.call_sign, place=best.place.key, gone=[gone.call_sign])
    return said, best


def test_accepting_orders_the_unit_there_and_keeps_what_was_expected(
    cast: Cast, proposal: tuple[services.Proposal, moves.Move]
) -> None:
    said, best = proposal
    row = services.decide_move_up(said, by=cast.nora, accept=True)
    assert (row.decision, row.circles_restored) == ("accepted", 1)
    assert row.travel_s == round(best.travel_s)
    receipt = OrderReceipt.objects.get(unit__call_sign=said.unit)
    assert receipt.order.number == row.order_number
    fact = EventEntry.objects.get(kind="dispatch.move_up_accepted")
    assert fact.payload["place"]["key"] == said.place


def test_refusing_wants_a_reason_and_keeps_it(
    cast: Cast, proposal: tuple[services.Proposal, moves.Move]
) -> None:
    said, _best = proposal
    with pytest.raises(InvalidInput):
        services.decide_move_up(said, by=cast.nora, accept=False, reason="  ")
    services.decide_move_up(said, by=cast.nora, accept=False, reason="Shift ends")
    row = MoveUp.objects.get()
    assert (row.decision, row.reason, row.order_number) == ("refused", "Shift ends", "")
    assert not OrderReceipt.objects.exists()


def test_a_unit_that_was_sent_meanwhile_cannot_move_up(
    cast: Cast, proposal: tuple[services.Proposal, moves.Move]
) -> None:
    said, _best = proposal
    Unit.objects.filter(call_sign=said.unit).update(status=Unit.Status.EN_ROUTE)
    with pytest.raises(IllegalStep):
        services.decide_move_up(said, by=cast.nora, accept=True)


def test_a_unit_of_the_south_is_not_noras_to_move(
    cast: Cast, proposal: tuple[services.Proposal, moves.Move]
) -> None:
    said, _best = proposal
    with pytest.raises(InvalidInput):
        services.decide_move_up(said, by=cast.sam, accept=True)
    assert not MoveUp.objects.exists()
