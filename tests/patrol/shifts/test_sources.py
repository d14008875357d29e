"""A handover counts the open calls and the levels in force, and closes none of them."""

from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from patrol.shifts.handover import snapshot
from tests.cast import Cast


def test_open_calls_and_levels_are_counted_for_the_agency_and_below(cast: Cast) -> None:
    load()
    call = {"category": "010101", "address": "北街 1 号", "lng": 125.11, "lat": 42.91}
    number = incidents.receive(by=cast.nora, **call).number
    counted = snapshot(cast.north.path)
    assert counted["open_calls"]["count"] == 1
    assert number in counted["open_calls"]["lines"][0]
    assert counted["levels"] == {"label": counted["levels"]["label"], "count": 0, "lines": []}
    assert snapshot(cast.south.path)["open_calls"]["count"] == 0
    assert Incident.objects.get().state == Incident.State.RECEIVED
