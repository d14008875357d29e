"""The checkpoints' systems of a city: one token for each agency, a listener, and real requests."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.duty import services as duty
from checkpoints.duty.models import Switch
from command_center.demo.gates import duty as gates_duty
from command_center.demo.gates import town as town_module
from command_center.demo.gates.town import Town, agencies_of, gates_of, town_of
from command_center.demo.rest import Rest
from grid.organisation.models import ClientSystem
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.demo.wire import Wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(cast: Cast) -> list[Rest]:
    return []


@pytest.fixture
def town(cast: Cast, lines: list[Rest]) -> Iterator[Town]:
    """The city with one checkpoint in the north and its gantry."""
    parent = make_checkpoint(cast, code="LY-90")
    make_checkpoint(cast, code="LY-90-G", kind="gantry", parent=parent)

    def connect(token: str) -> Rest:
        lines.append(Rest("http://testserver/", token, say=str, _session=Wire()))  # type: ignore[arg-type]
        return lines[-1]

    with town_of(cast.city, connect=connect, seed=1, speed=1.0) as made:
        assert made is not None
        yield made


def done(lines: list[Rest]) -> dict[str, int]:
    return {what: n for line in lines for what, n in line.counts.items()}


def test_each_agency_with_a_checkpoint_has_a_system_and_their_tokens_end_together(
    cast: Cast,
) -> None:
    make_checkpoint(cast, code="LY-90")
    assert agencies_of(cast.city) == [cast.north_station]
    with town_of(cast.city, connect=lambda token: Rest("x", token), seed=1, speed=1.0):
        running = ClientSystem.objects.filter(revoked_at=None)
        assert sorted(one.agency.code for one in running) == sorted(
            [cast.city.code, cast.north_station.code]
        )
    assert not ClientSystem.objects.filter(revoked_at=None).exists()


def test_a_city_without_checkpoints_has_no_town(cast: Cast) -> None:
    with town_of(cast.city, connect=lambda token: Rest("x", token), seed=1, speed=1.0) as made:
        assert made is None
    assert not ClientSystem.objects.exists()


def test_plates_are_read_at_the_gantry_and_a_gantry_counts_nothing_itself(
    cast: Cast, town: Town
) -> None:
    (gate,) = gates_of(cast.north_station)
    assert (gate.code, gate.asks) == ("LY-90", "LY-90-G")


def test_an_order_is_delivered_in_the_tick_after_it_was_given_and_signed_for(
    cast: Cast, town: Town, lines: list[Rest], monkeypatch: pytest.MonkeyPatch
) -> None:
    for chance in ("_UNSIGNED", "_LATE", "_SHORT"):  # a switch is seeded by its key
        monkeypatch.setattr(gates_duty, chance, 0.0)
    town.tick()
    town.tick()
    order = duty.issue(
        by=cast.chief,
        level="reinforced",
        scope={"kind": "city"},
        reason="大型活动安保",
        valid_until=timezone.now() + timedelta(hours=6),
    )
    town.tick()
    switch = Switch.objects.get(order=order)
    assert switch.delivered_at is not None
    for house in town.houses:
        house.agenda.play(timezone.now() + timedelta(minutes=5))
    switch.refresh_from_db()
    assert switch.state == Switch.State.SIGNED
    for house in town.houses:
        house.agenda.play(timezone.now() + timedelta(minutes=40))
    switch.refresh_from_db()
    assert switch.state == Switch.State.DONE
    assert not any(what.startswith("refused") for what in done(lines))


def test_counts_lanes_and_checks_of_the_first_minutes_are_taken_by_the_platform(
    cast: Cast, town: Town, lines: list[Rest]
) -> None:
    for house in town.houses:
        house.agenda.play(timezone.now() + timedelta(minutes=1))
    told = done(lines)
    assert {"hours counted", "lanes reported", "checks asked"} <= set(told)
    assert not any(what.startswith("refused") for what in told)


def test_every_house_looks_for_itself_in_turn(town: Town) -> None:
    town.tick()
    first = town._looked
    assert first is not None
    town._looked = first - town_module.EVERY
    town.tick()
    assert town._looked > first


def test_it_lives_in_a_thread_that_ends_with_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[int] = []
    monkeypatch.setattr(town_module, "TICK_S", 0.001)
    monkeypatch.setattr(Town, "tick", lambda _town: ticks.append(1))
    with town.living():
        while not ticks:
            pass
    told = len(ticks)
    assert told and len(ticks) == told
