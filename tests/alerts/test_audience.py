"""At whose seats an alert rings."""

from command_center.alerts.audience import nearest_audience, parent_audience
from grid.organisation.roles import Role
from tests.cast import Cast


def test_it_rings_at_the_nearest_agency_where_a_dispatcher_sits(cast: Cast) -> None:
    path = cast.north_station.path
    assert nearest_audience(path, [Role.DISPATCHER]) == cast.north.path


def test_where_nobody_is_on_duty_nearby_it_rings_at_whoever_is_on_duty_above(cast: Cast) -> None:
    cast.chief.is_on_duty = True
    cast.chief.save()
    path = cast.north_station.path
    assert nearest_audience(path, [Role.DISPATCHER, Role.DUTY_COMMANDER]) == cast.city.path


def test_an_officer_who_left_rings_nowhere(cast: Cast) -> None:
    cast.nora.is_active = False
    cast.nora.save()
    path = cast.north_station.path
    assert nearest_audience(path, [Role.DISPATCHER]) == cast.city.path


def test_one_step_up_ends_at_the_city(cast: Cast) -> None:
    assert parent_audience(cast.north_station.path) == cast.north.path
    assert parent_audience(cast.north.path) == cast.city.path
    assert parent_audience(cast.city.path) == cast.city.path
