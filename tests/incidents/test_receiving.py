"""Calls come in, by service and by REST."""

from command_center.incidents import selectors, services
from grid.ledger.models import EventEntry


def call(cast, **more):
    return services.receive(
        by=more.pop("by", cast.nora),
        **{"category": "010101", "lng": 125.11, "lat": 42.91, "address": "中央路1号"} | more,
    )


def test_a_call_gets_a_number_a_cell_an_agency_a_level_and_a_fact(city):
    received = call(city)
    assert received.number.endswith("-0001")
    assert received.cell == city.north_cell
    assert received.agency == city.north_station
    assert received.level == 2
    fact = EventEntry.objects.get(kind="incidents.received")
    assert fact.subject_id == received.number
    assert fact.payload == selectors.brief(received)
