"""The pages of levels as a commander uses them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from patrol.levels.models import AreaLevel, ControlPoint, OverlayProposal, OverlayTemplate
from patrol.rounds.models import Round
from tests.patrol.levels.test_levels import make_template, raise_level, second_commander
from tests.patrol.rounds.ground import NORTH, at, in_english, make_key_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sunday_evening():
    with time_machine.travel(at("2026-11-22 20:00"), tick=True):
        yield


@pytest.fixture
def chief(cast, client):
    in_english(client, cast.chief)
    return client


def send(client, where: str, **said):
    return client.post(where, {"form_key": str(uuid4()), **said})


def text(answer) -> str:
    return answer.content.decode()


def test_a_level_set_on_the_page_leads_to_what_it_adds_and_the_setter_may_not_approve(cast, chief):
    make_key_place(cast)
    make_template(cast)
    said = {
        "agency": cast.north.code,
        "level": "2",
        "confirm": "2",
        "reason": "大型活动",
        "valid_to": "2026-11-24T20:00",
    }
    answer = send(chief, "/levels/new/", **said)
    assert answer.status_code == 302, text(answer)
    proposal = OverlayProposal.objects.get()
    page = text(chief.get(answer["Location"]))
    assert "another commander has to approve" in page and "Approve all" not in page
    refused = send(chief, f"/levels/proposals/{proposal.pk}/decide/", what="all")
    assert "cannot approve" in text(chief.get(refused["Location"]))
    in_english(chief, second_commander(cast))
    assert "Approve all" in text(chief.get(f"/levels/proposals/{proposal.pk}/"))
    ticked = proposal.lines.values_list("pk", flat=True)[:1]
    send(chief, f"/levels/proposals/{proposal.pk}/decide/", what="some", line=list(ticked))
    assert Round.objects.count() == 1
    assert "Approved in part" in text(chief.get("/levels/proposals/"))


def test_a_level_not_confirmed_is_refused_at_its_field(cast, chief):
    said = {"agency": cast.north.code, "level": "1", "confirm": "2", "reason": "大型活动"}
    answer = send(chief, "/levels/new/", **said, valid_to="2026-11-24T20:00")
    assert answer.status_code == 400
    assert "Confirm the level" in text(answer)
    assert AreaLevel.objects.count() == 0


def test_the_page_says_what_holds_and_what_held(cast, chief):
    raise_level(cast, agency=cast.city.code)
    assert "What holds now" in text(chief.get("/levels/"))
    assert "大型活动" in text(chief.get("/levels/"))
    before = text(chief.get("/levels/?at=2026-11-01T08:00"))
    assert "What held at 2026-11-01 08:00" in before and "Level 3" in before
    assert b"".join(chief.get("/levels/history.csv").streaming_content).count(b"\n") == 2


def test_a_level_is_ended_on_its_page(cast, chief):
    level, _proposal = raise_level(cast)
    answer = send(chief, f"/levels/{level.pk}/end/", reason="活动取消", version=1)
    assert answer.status_code == 302, text(answer)
    level.refresh_from_db()
    assert level.ended_by.endswith("C001")


def test_a_template_is_made_and_changed(cast, chief):
    said = {
        "name": "学校加巡",
        "agency": cast.city.code,
        "level": "2",
        "mode": "foot",
        "starts_at": "07:00",
        "ends_at": "09:00",
        "rounds_a_day": 2,
        "dwell_s": 600,
    }
    both = send(chief, "/levels/templates/new/", **said)
    assert both.status_code == 400 and "one of the two" in text(both)
    made = send(chief, "/levels/templates/new/", **said, place_kind="school")
    assert made.status_code == 302, text(made)
    row = OverlayTemplate.objects.get()
    where = f"/levels/templates/{row.pk}/"
    changed = said | {"place_kind": "school", "rounds_a_day": 3, "version": 1}
    assert send(chief, where, **changed).status_code == 302
    assert send(chief, where, **changed).status_code == 412
    assert "学校加巡" in text(chief.get("/levels/templates/"))


def test_a_control_point_is_set_and_lifted(cast, chief):
    until = timezone.localtime() + timedelta(days=1)
    said = {"name": "桥头", "reason": "赛事管控", "valid_to": until.strftime("%Y-%m-%dT%H:%M")}
    answer = send(chief, "/levels/control-points/new/", **said, **NORTH)
    assert answer.status_code == 302, text(answer)
    assert "stands" in text(chief.get("/levels/control-points/"))
    point = ControlPoint.objects.get()
    send(chief, f"/levels/control-points/{point.pk}/lift/")
    assert "No control point stands" in text(chief.get("/levels/control-points/"))
    assert "桥头" in text(chief.get("/levels/control-points/?all=1"))


def test_who_only_reads_sets_nothing(cast, client):
    in_english(client, cast.nora)
    assert "Set a level" not in text(client.get("/levels/"))
    assert client.get("/levels/new/").status_code == 403
