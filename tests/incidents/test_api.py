"""The REST of incidents, as a dispatcher's screen and a district's system use it."""

from datetime import timedelta

import pytest

from command_center.incidents import selectors
from command_center.incidents.models import Incident
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH

pytestmark = pytest.mark.django_db


def test_a_call_posted_is_answered_in_full_and_found_in_the_list(city, desk):
    nora = desk(city.nora)
    answer = nora.post(
        "incidents/",
        {
            "category": BURGLARY,
            **NORTH,
            "address": "中央路1号",
            "narrative": "门锁被撬",
            "caller_name": "王某某",
            "caller_phone": "13800000000",
        },
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["state"] == "received"
    assert answer.json()["caller"] == {"name": "王**", "phone": "138****0000"}
    assert "dispatched" in answer.json()["next_steps"]
    listed = nora.get("incidents/").data
    assert listed["count"] == 1
    assert listed["results"][0]["number"] == answer.json()["number"]


def test_a_call_is_worked_to_its_end_step_by_step(city, call, desk):
    nora, number = desk(city.nora), call().number
    for step in ("dispatched", "accepted", "departed", "on_scene", "handling", "fed_back"):
        answer = nora.post(f"incidents/{number}/steps/", {"to": step})
        assert answer.status_code == 200, answer.data
        assert answer.data["state"] == step
    closing = nora.post(f"incidents/{number}/steps/", {"to": "closed"})
    assert closing.status_code == 400
    assert closing.data["errors"][0]["pointer"] == "/disposition"
    closing = nora.post(
        f"incidents/{number}/steps/",
        {"to": "closed", "disposition": "resolved_on_scene", "text": "已处理"},
    )
    assert closing.status_code == 200, closing.data
    assert closing.data["state"] == "closed"
    assert closing.data["outcome"] == "已处理"
    lines = nora.get(f"incidents/{number}/timeline/").data["results"]
    assert [line["kind"] for line in lines] == ["received"] + ["moved"] * 7


def test_closing_before_anybody_went_is_refused_with_what_is_possible(city, call, desk):
    answer = desk(city.nora).post(
        f"incidents/{call().number}/steps/", {"to": "closed", "disposition": "mediated"}
    )
    assert answer.status_code == 409
    assert answer.data["code"] == "illegal_step"
    assert "dispatched" in answer.data["next_steps"]


def test_a_stale_step_is_answered_with_both_versions(city, call, desk):
    nora, number = desk(city.nora), call().number
    nora.post(f"incidents/{number}/steps/", {"to": "dispatched"})
    answer = nora.post(f"incidents/{number}/steps/", {"to": "accepted"}, if_match='"1"')
    assert answer.status_code == 412
    assert (answer.data["your_version"], answer.data["current_version"]) == (1, 2)
    assert answer.data["current"]["state"] == "dispatched"


def test_an_edit_names_its_version_and_moves_the_incident_to_its_new_ground(city, call, desk):
    chief, number = desk(city.chief), call().number
    stale = chief.patch(f"incidents/{number}/", {"version": 7, "address": "别处"})
    assert stale.status_code == 412
    answer = chief.patch(f"incidents/{number}/", {"version": 1, "address": "南街", **SOUTH})
    assert answer.status_code == 200, answer.data
    assert answer.data["cell"]["code"] == "S-1"
    assert answer.data["version"] == 2
    assert answer.headers["ETag"] == '"2"'
    assert desk(city.nora).get(f"incidents/{number}/").status_code == 404
    found = chief.get("incidents/", q="南街").data
    assert found["count"] == 1


def test_an_edit_without_a_version_is_refused(city, call, desk):
    answer = desk(city.nora).patch(f"incidents/{call().number}/", {"address": "别处"})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == "/version"


def test_what_lies_in_the_south_is_absent_for_the_north(city, call, desk):
    number = call(by=city.sam, **SOUTH).number
    nora = desk(city.nora)
    absent = nora.get("incidents/26-9999/")
    hidden = nora.get(f"incidents/{number}/")
    assert (hidden.status_code, hidden.data) == (404, absent.data)
    for path in ("steps/", "timeline/", "merge/", "unmerge/", "reveal/"):
        body = {
            "to": "dispatched",
            "text": "x",
            "into": number,
            "purpose": "p",
            "case_number": "c",
            "reason": "0123456789",
        }
        kept = {"steps/": ["to"], "timeline/": ["text"], "merge/": ["into"], "unmerge/": []}
        names = kept.get(path, ["purpose", "case_number", "reason"])
        answer = nora.post(f"incidents/{number}/{path}", {n: body[n] for n in names})
        assert answer.status_code == 404, (path, answer.data)
    assert nora.get("incidents/", q="中央路").data["count"] == 0


def test_a_point_of_others_is_refused_like_a_point_outside_the_city(city, desk):
    nora = desk(city.nora)
    body = {"category": BURGLARY, "address": "x"}
    foreign = nora.post("incidents/", body | SOUTH)
    outside = nora.post("incidents/", body | {"lng": 10.0, "lat": 50.0})
    assert foreign.status_code == outside.status_code == 400
    assert foreign.json() == outside.json()
    assert foreign.json()["errors"][0]["pointer"] == "/lng"
    assert Incident.objects.count() == 0


def test_notes_are_added_found_and_struck_but_stay(city, call, desk):
    nora, number = desk(city.nora), call().number
    note = nora.post(f"incidents/{number}/timeline/", {"text": "嫌疑车辆蓝色货车"})
    assert note.status_code == 201, note.data
    assert nora.get("incidents/", q="蓝色货车").data["count"] == 1
    strike = f"incidents/{number}/timeline/{note.data['id']}/strike/"
    struck = nora.post(strike, {"reason": "记错了人"})
    assert struck.status_code == 200, struck.data
    assert struck.data["struck_reason"] == "记错了人"
    again = nora.post(strike, {"reason": "再次划掉"})
    assert again.status_code == 409
    lines = nora.get(f"incidents/{number}/timeline/").data["results"]
    assert lines[-1]["text"] == "嫌疑车辆蓝色货车"


def test_a_step_cannot_be_struck(city, call, desk):
    nora, incident = desk(city.nora), call()
    first = selectors.timeline(incident).get()
    answer = nora.post(
        f"incidents/{incident.number}/timeline/{first.pk}/strike/", {"reason": "不想要"}
    )
    assert answer.status_code == 409


def test_an_officer_who_only_watches_changes_nothing(city, call, desk):
    ada, number = desk(city.ada), call().number
    assert ada.get(f"incidents/{number}/").status_code == 200
    assert ada.post(f"incidents/{number}/steps/", {"to": "dispatched"}).status_code == 403
    assert ada.post("incidents/", {"category": BURGLARY, **NORTH}).status_code == 403


def test_filters_live_in_the_address(city, call, desk):
    first, second = call(), call(category="030103", address="幸福街", level=1)
    nora = desk(city.nora)

    def numbers(**query):
        answer = nora.get("incidents/", **query)
        assert answer.status_code == 200, answer.data
        return [row["number"] for row in answer.data["results"]]

    assert numbers(ordering="reported_at") == [first.number, second.number]
    assert numbers(category="010000") == [first.number]
    assert numbers(level=1) == [second.number]
    assert numbers(q="幸福") == [second.number]
    assert numbers(q=second.number) == [second.number]
    assert numbers(cell="N-2") == []
    assert numbers(open="false") == []
    assert numbers(agency=city.south.code) == []
    assert len(numbers(agency=city.north.code, limit=1)) == 1
    assert nora.get("incidents/", state="nonsense").status_code == 400
    assert nora.get("incidents/", limit="1000000000").status_code == 400


def test_incidents_are_narrowed_by_the_whole_seconds_a_step_took(city, call, desk):
    quick, slow, waiting = call(), call(), call()
    for row, seconds in ((quick, 299.9), (slow, 300.2)):
        since = row.reported_at.replace(microsecond=0)
        Incident.objects.filter(pk=row.pk).update(
            reported_at=since, on_scene_at=since + timedelta(seconds=seconds), fed_back_at=since
        )
    nora = desk(city.nora)

    def numbers(**query):
        answer = nora.get("incidents/", **query)
        assert answer.status_code == 200, answer.data
        return {row["number"] for row in answer.data["results"]}

    assert numbers(took="arrival:0-300") == {quick.number}
    assert numbers(took="arrival:300-600") == {slow.number}
    assert numbers(took="arrival:0-") == {quick.number, slow.number}
    assert numbers(took="sign:0-") == numbers(took="feedback:0-") == set()
    assert numbers(fed_back="false") == {waiting.number}
    assert nora.get("incidents/", took="arrival:fast").status_code == 400


def test_the_tree_and_the_dispositions_are_served(city, desk):
    nora = desk(city.nora)
    tree = nora.get("categories/", limit=200).data["results"]
    assert {row["depth"] for row in tree} == {1, 2, 3, 4}
    assert nora.get("dispositions/").data["count"] > 10
