"""What somebody in a unit sees of it on the phone."""

from django.test import Client

from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_crew, make_unit


def test_pat_sees_her_unit_her_crew_and_no_shift(cast: Cast, client: Client) -> None:
    unit = make_unit(cast, call_sign="P12")
    make_crew(unit, cast.pat)
    make_crew(unit)
    client.force_login(cast.pat)
    body = client.get("/api/v1/my-unit/").json()
    assert body["unit"]["call_sign"] == "P12"
    assert body["unit"]["status"] == Unit.Status.PATROL
    assert [who["badge"] for who in body["crew"]] == ["N003", ""]
    assert body["crew"][0]["is_leader"]
    assert body["shift"] is None


def test_cora_is_in_no_unit(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    assert client.get("/api/v1/my-unit/").json() == {"unit": None, "crew": [], "shift": None}
