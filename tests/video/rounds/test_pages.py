"""Pages of video patrol as an operator and a planner see them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera
from tests.video.rounds.make import (
    EVERY_DAY,
    begun,
    make_finding,
    make_place,
    make_round,
    make_run,
    make_team,
)
from video.rounds import selectors, services
from video.rounds.models import DeskGap, DeskSitting, Finding, RoundLook, VideoRound


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, where: str, said: Any = None, *, follow: bool = False) -> HttpResponse:
    return client.post(where, {"form_key": str(uuid4()), **(said or {})}, follow=follow)


def csv(client: Client, name: str) -> str:
    return b"".join(client.get(reverse(name)).streaming_content).decode()  # type: ignore[arg-type]


@pytest.fixture
def vera(client: Client, cast: Cast) -> Client:
    client.force_login(cast.vera)
    return client


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chief)
    return client


def test_a_round_is_looked_through_camera_by_camera(vera: Client, cast: Cast) -> None:
    cameras = [make_camera(cast, name=f"View {n}") for n in (1, 2, 3)]
    run = make_run(make_round(cast, *cameras))
    assert "Due now" in page(vera, "my_round")
    post(vera, reverse("my_round_start"), {"run": run.pk})
    seen = page(vera, "my_round")
    assert "0 of 3 cameras" in seen
    assert 'id="current-heading"><span class="t2">1.</span> View 1' in seen
    look = reverse("my_round_look")
    post(vera, look, {"camera": cameras[0].code, "result": "seen"})
    assert "1 of 3 cameras" in page(vera, "my_round")
    told = post(vera, look, {"camera": cameras[1].code, "result": "no_picture"}, follow=True)
    assert "View 2: repair ticket WX" in told.content.decode()
    post(vera, look, {"camera": cameras[2].code, "result": "unseen", "reason": "access"})
    assert "Every camera is settled" in page(vera, "my_round")
    over = post(vera, reverse("my_round_end"), {"rest": ""}, follow=True).content.decode()
    assert "The run is over." in over
    assert "No access to the picture" in over


def test_a_camera_may_be_chosen_again_and_put_right(vera: Client, cast: Cast) -> None:
    cameras = [make_camera(cast, name=f"View {n}") for n in (1, 2)]
    begun(cast, *cameras)
    said = {"camera": cameras[0].code, "result": "unseen", "reason": "time"}
    post(vera, reverse("my_round_look"), said)
    assert "</span> View 1" in page(vera, "my_round", camera=cameras[0].code)
    post(vera, reverse("my_round_look"), {"camera": cameras[0].code, "result": "seen"})
    assert RoundLook.objects.get(camera=cameras[0]).result == "seen"


def test_ending_with_cameras_left_asks_why(vera: Client, cast: Cast) -> None:
    begun(cast)
    refused = post(vera, reverse("my_round_end"), {"rest": ""}, follow=True).content.decode()
    assert "Say why the others were not looked at." in refused
    assert "End it with 3 cameras not looked at" in refused
    assert post(vera, reverse("my_round_end"), {"rest": "call"}).status_code == 302
    assert selectors.my_run(cast.vera) is None


def test_each_act_on_a_camera_has_its_key(vera: Client, cast: Cast) -> None:
    begun(cast)
    seen = page(vera, "my_round")
    for key in "snuf":
        assert f'data-key="{key}"' in seen
    assert "videorounds/keys" in seen


def test_the_desk_is_taken_and_left_on_the_same_page(vera: Client, cast: Cast) -> None:
    team = make_team(cast, name="Night desk")
    assert "You sit at no desk" in page(vera, "my_round")
    post(vera, reverse("my_desk"), {"team": team.pk})
    assert "At the desk of Night desk" in page(vera, "my_round")
    post(vera, reverse("my_desk"))
    assert DeskSitting.objects.get().left_at is not None


def test_a_finding_on_a_run_goes_out_and_leads_back_to_the_run(vera: Client, cast: Cast) -> None:
    camera = make_camera(cast)
    run = begun(cast, camera)
    form = page(vera, "finding_new", camera=camera.code)
    assert f'value="{camera.code}"' in form
    assert "tells the nearest available unit at once" in form
    said = {"kind": "fire", "level": 2, "summary": "Smoke", "camera": camera.code}
    answer = post(vera, reverse("finding_new"), said)
    assert answer["Location"] == reverse("my_round")
    assert Finding.objects.get().run == run
    assert EventEntry.objects.filter(kind="video.finding_reported").count() == 1


def test_a_finding_at_a_camera_of_the_south_is_refused_at_its_field(
    vera: Client, cast: Cast
) -> None:
    south = make_camera(cast, agency=cast.south_station)
    said = {"kind": "fire", "level": 2, "summary": "Smoke", "camera": south.code}
    answer = post(vera, reverse("finding_new"), said)
    assert answer.status_code == 400
    assert "There is no camera" in answer.content.decode()


def test_findings_are_listed_narrowed_closed_and_exported(vera: Client, cast: Cast) -> None:
    row = make_finding(cast, kind="fire", level=1, summary="Smoke above the roof")
    make_finding(cast, kind="crowd", summary="Many people")
    seen = page(vera, "finding_list", kind="fire")
    assert "Smoke above the roof" in seen
    assert "Many people" not in seen
    detail = page(vera, "finding_detail", row.pk)
    assert "It becomes a call within seconds" in detail
    close = reverse("finding_close", args=[row.pk])
    assert "What came of it" in vera.get(close).content.decode()
    assert post(vera, close, {"outcome": "Barbecue", "version": 1}).status_code == 302
    assert "Barbecue" in page(vera, "finding_detail", row.pk)
    assert "Barbecue" in csv(vera, "finding_export")
    assert "No findings here" in page(vera, "finding_list", q="nothing like it")


def test_the_board_shows_desks_what_is_due_the_week_and_what_nobody_looks_at(
    chief: Client, cast: Cast
) -> None:
    team = make_team(cast, name="Day desk")
    DeskGap.objects.create(
        team=team, since=timezone.now() - timedelta(hours=1), needed=1, present=0,
        told_at=timezone.now(),
    )  # fmt: skip
    missing = make_place(cast)
    make_run(make_round(cast, team=team, name="Market round"))
    seen = page(chief, "video_patrol_board")
    for word in ("Day desk", "! Empty", "Market round", missing.name, "Desks that were empty"):
        assert word in seen
    services.take_desk(team, officer=cast.vera)
    assert "Staffed" in page(chief, "video_patrol_board")


def test_an_empty_board_says_what_would_stand_there(chief: Client) -> None:
    seen = page(chief, "video_patrol_board")
    for word in ("No video team here", "No run is due", "Every key place has a round"):
        assert word in seen


def test_a_round_around_a_key_place_is_filled_in_planned_and_changed(
    chief: Client, cast: Cast
) -> None:
    camera, place, team = make_camera(cast), make_place(cast), make_team(cast)
    form = page(chief, "video_round_new", place=place.pk)
    assert camera.code in form
    assert place.name in form
    said = {
        "name": "Square by night", "team": team.pk, "place": place.pk, "cameras": camera.code,
        "days": EVERY_DAY, "starts_at": "22:00", "ends_at": "06:00", "every_min": 120,
        "minutes": 60, "valid_from": timezone.localdate(), "is_active": "on",
    }  # fmt: skip
    assert post(chief, reverse("video_round_new"), said).status_code == 302
    plan = VideoRound.objects.get()
    detail = page(chief, "video_round_detail", plan.pk)
    for word in ("22:00–06:00", "again every 120 minutes", "Every day", camera.code):
        assert word in detail
    edit = reverse("video_round_edit", args=[plan.pk])
    assert post(chief, edit, said | {"name": "Square", "version": 1}).status_code == 302
    assert post(chief, edit, said | {"version": 1}).status_code == 412
    assert "Square" in page(chief, "video_round_list", q=camera.code)
    assert camera.code in csv(chief, "video_round_export")


def test_a_wrong_camera_is_named_at_the_field_of_the_cameras(chief: Client, cast: Cast) -> None:
    said = {
        "name": "A", "team": make_team(cast).pk, "cameras": "T-NONE", "days": [1],
        "starts_at": "08:00", "ends_at": "09:00", "minutes": 60,
        "valid_from": timezone.localdate(), "is_active": "on",
    }  # fmt: skip
    answer = post(chief, reverse("video_round_new"), said)
    assert answer.status_code == 400
    assert "There is no camera T-NONE in your area." in answer.content.decode()


def test_runs_are_listed_called_off_and_exported(chief: Client, cast: Cast) -> None:
    run = make_run(make_round(cast, name="Market round"))
    assert "Nobody looked yet" in page(chief, "video_run_detail", run.pk)
    where = reverse("video_run_cancel", args=[run.pk])
    assert post(chief, where, {"reason": "No"}).status_code == 400
    assert post(chief, where, {"reason": "Power cut", "version": 1}).status_code == 302
    assert "Power cut" in page(chief, "video_run_list", state="cancelled")
    assert "No runs here" in page(chief, "video_run_list", state="late")
    assert "Market round" in csv(chief, "video_run_export")


def test_a_team_and_the_rule_are_kept(chief: Client, cast: Cast) -> None:
    said = {"name": "Desk", "agency": cast.north.code, "staff_min": 2, "is_active": "on"}
    assert post(chief, reverse("video_team_new"), said).status_code == 302
    team = selectors.teams(cast.chief).get()
    edit = reverse("video_team_edit", args=[team.pk])
    assert 'value="Desk"' in chief.get(edit).content.decode()
    said |= {"staff_from": "08:00", "staff_to": "20:00", "version": 1}
    assert post(chief, edit, said).status_code == 302
    rule = {
        "agency": cast.north.code, "empty_min": 3, "sitting_h": 8, "start_grace_min": 5,
        "around_m": 500, "valid_from": timezone.localdate(),
    }  # fmt: skip
    assert "In minutes." in page(chief, "video_rule")
    assert post(chief, reverse("video_rule"), rule).status_code == 302
    assert services.rule_of(cast.north.path).empty_min == 3


def test_who_only_reads_sees_no_way_to_write(client: Client, cast: Cast) -> None:
    plan = make_round(cast)
    client.force_login(cast.nora)
    seen = page(client, "video_patrol_board") + page(client, "video_round_detail", plan.pk)
    for word in (">Plan a round<", "Look through it now", "My round", "Enter a video team"):
        assert word not in seen
    assert client.get(reverse("my_round")).status_code == 403
