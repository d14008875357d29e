"""What is broken, hostile or too large is refused with a pointer, at once, and writes nothing."""

import json

import pytest

from command_center.incidents.models import Incident
from grid.ledger.models import EventEntry
from grid.territory import geo
from tests.incidents.conftest import BURGLARY, NORTH

GOOD = {"category": BURGLARY, **NORTH, "address": "中央路1号"}


@pytest.fixture
def send(city, desk):
    """Post raw bytes as Nora."""
    nora = desk(city.nora)

    def post(raw, path="incidents/"):
        return nora.client.post(
            f"/api/v1/{path}",
            raw if isinstance(raw, bytes) else json.dumps(raw).encode(),
            content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=f"bad-key-{next(desk.keys):06d}",
        )

    return post


RAW = {
    "10 MB": (b'{"narrative":"' + b"x" * (10 << 20) + b'"}', 413, None),
    "a million deep": (b"[" * 1_000_000, 400, ""),
    "a million objects deep": (b'{"a":' * 150_000, 400, None),
    "not JSON": (b"category=1", 400, ""),
    "empty": (b"", 400, ""),
    "GBK": ('{"address":"中央路"}'.encode("gbk"), 400, None),
    "NaN": (b'{"category":"010101","lng":NaN,"lat":42.9}', 400, ""),
    "half a character": (b'{"category":"010101","address":"\\ud800"}', 400, None),
    "a list": (b"[1]", 400, ""),
}


@pytest.mark.parametrize("case", RAW)
@pytest.mark.parametrize("path", ["incidents/", "incidents/batch/"])
def test_a_broken_body_is_refused_and_nothing_is_written(send, case, path):
    raw, status, pointer = RAW[case]
    answer = send(raw, path)
    assert answer.status_code == status, answer.content[:300]
    if pointer is not None and path == "incidents/":
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert (Incident.objects.count(), EventEntry.objects.count()) == (0, 0)


FIELDS = [
    ({"lng": 42.91, "lat": 125.11}, "/lat"),
    ({"lng": 10.0, "lat": 50.0}, "/lng"),
    ({"lng": 1e400}, ""),
    ({"lng": None}, "/lng"),
    ({"lng": "125"}, "/lng"),
    ({"lng": True}, "/lng"),
    ({"address": "a\x00b"}, "/address"),
    ({"address": "x" * 201}, "/address"),
    ({"narrative": "x" * 10_001}, "/narrative"),
    ({"category": "nonsense"}, "/category"),
    ({"category": "a\x00"}, "/category"),
    ({"level": 0}, "/level"),
    ({"level": 1.5}, "/level"),
    ({"crs": "mercator"}, "/crs"),
    ({"cell": "X-9", "lng": None, "lat": None}, "/cell"),
    ({"trapped": -1}, "/trapped"),
    ({"trapped": 10**12}, "/trapped"),
    ({"reported_at": "2026-03-01T08:00:00"}, "/reported_at"),
    ({"reported_at": "2999-03-01T08:00:00Z"}, "/reported_at"),
    ({"reported_at": "0001-01-01T00:00:00Z"}, "/reported_at"),
    ({"main_incident": "26-9999", "link_type": "repeat"}, "/main_incident"),
    ({"link_type": "repeat"}, "/main_incident"),
    ({"source_number": ""}, "/source_number"),
    ({"number": "26-0001"}, "/number"),
    ({"state": "closed"}, "/state"),
    ({"agency": "990200000000"}, "/agency"),
    ({"created_by": "chief"}, "/created_by"),
    ({"a/b~c": 1}, "/a~1b~0c"),
    ({"category": None}, "/category"),
]


@pytest.mark.parametrize("change, pointer", FIELDS, ids=[str(case)[:50] for case, _at in FIELDS])
def test_a_bad_field_is_pointed_at(send, change, pointer):
    answer = send(GOOD | change)
    assert answer.status_code == 400, answer.content
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert Incident.objects.count() == 0


def test_a_missing_category_is_pointed_at(send):
    answer = send({"lng": 125.11, "lat": 42.91})
    assert answer.json()["errors"][0]["pointer"] == "/category"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "'; DROP TABLE incidents_incident; --",
        "{{ 7 * 7 }}",
        "\u202eabc\u200b 😀 𠮷",
    ],
)
def test_hostile_text_is_stored_as_it_was_typed(send, text):
    answer = send(GOOD | {"narrative": text, "address": text})
    assert answer.status_code == 201
    incident = Incident.objects.get()
    assert (incident.narrative, incident.address) == (text, text)


def test_numbers_of_persons_in_free_text_are_warned_of_but_kept(send):
    answer = send(GOOD | {"narrative": "电话13800000000，身份证220402199001010000"})
    assert answer.status_code == 201
    assert len(answer.json()["warnings"]) == 2


def test_each_coordinate_system_comes_home_to_the_same_cell(send, city):
    for crs in ("wgs84", "cgcs2000", "gcj02", "bd09"):
        lng, lat = geo.from_wgs84(**NORTH, crs=crs)
        answer = send(GOOD | {"crs": crs, "lng": lng, "lat": lat}).json()
        assert answer["cell"]["code"] == "N-1"
        assert abs(answer["lng"] - NORTH["lng"]) < 1e-7
        assert (answer["source_lng"], answer["source_crs"]) == (lng, crs)


def test_a_call_without_coordinates_goes_to_its_cell_or_to_who_took_it(send, city):
    by_cell = send({"category": BURGLARY, "cell": "N-2"}).json()
    assert by_cell["agency"]["code"] == city.north_station.code
    by_text = send({"category": BURGLARY, "address": "不详"}).json()
    assert (by_text["agency"]["code"], by_text["cell"]) == (city.north.code, None)
    nowhere = send({"category": BURGLARY})
    assert nowhere.json()["errors"][0]["pointer"] == "/address"


def test_what_is_answered_to_a_post_is_what_is_read_afterwards(send, desk, city):
    posted = send(
        GOOD | {"caller_name": "王某某", "caller_phone": "13800000000", "injured": 2}
    ).json()
    read = desk(city.nora).get(f"incidents/{posted['number']}/").data
    assert json.loads(json.dumps(read)) == posted
