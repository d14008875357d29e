"""The inventory board: rates above, faults below, one card beside them, acts on many at once."""

import re
import secrets
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import camera_class, make_camera, make_company, make_platform
from video.health.models import Exclusion, PictureFault, StatusSpan
from video.rates.models import RateDay
from video.register.models import CameraLink
from video.repair.models import Ticket
from video.repair.services import open_ticket


@pytest.fixture
def vera(cast: Cast, client: Client) -> Client:
    client.force_login(cast.vera)
    return client


def page(client: Client, **asked: object) -> str:
    answer = client.get("/video/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def broken(cast: Cast, **fields: object):
    """A camera that has been offline for two hours, with its ticket."""
    camera = make_camera(cast, state="offline", **fields)
    camera.status.since = timezone.now() - timedelta(hours=2)
    camera.status.save()
    ticket = open_ticket(by=cast.vera, camera=camera, fault="offline", source="hand", note="Dark")
    return camera, ticket


def act(client: Client, *rows: str, **fields: object):
    key = secrets.token_urlsafe(16)
    told = {"form_key": key, "row": rows, "next": "/video/?kind=offline"} | fields
    return client.post("/video/act/", told)


def test_an_empty_inventory_says_what_to_do(cast: Cast, vera: Client) -> None:
    told = page(vera)
    assert "No cameras in your scope" in told
    assert "No faults fit" in told


def test_the_four_rates_stand_with_numerator_and_denominator(cast: Cast, vera: Client) -> None:
    platform = make_platform(cast)
    for state in ("online", "online", "online", "offline"):
        camera = make_camera(cast, state=state)
        CameraLink.objects.create(camera=camera, platform=platform, given_id=camera.gb_id)
    told = page(vera)
    for name in ("Registration rate", "Online rate", "Image intact rate", "Location accuracy rate"):
        assert name in told
    assert "3 / 4" in told
    assert "75.0" in told
    assert "below 95" in told
    assert cast.north_station.name in told


def test_faults_are_what_is_not_reached_and_what_is_wrong_with_a_picture(
    cast: Cast, vera: Client
) -> None:
    dark, _ticket = broken(cast)
    dim = make_camera(cast, state="online")
    PictureFault.objects.create(camera=dim, kind="blur", found_by="hand", inspector="N001")
    fine = make_camera(cast, state="online")
    never = make_camera(cast)
    told = page(vera)
    assert dark.name in told
    assert "Blurred" in told
    assert "2 faults" in told
    assert f">{fine.name}<" not in told
    assert f">{never.name}<" not in told
    only = page(vera, kind="blur")
    assert f">{dim.name}<" in only
    assert f">{dark.name}<" not in only


def test_a_ticket_that_is_due_first_stands_first(cast: Cast, vera: Client) -> None:
    later, ticket = broken(cast)
    sooner, other = broken(cast)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=timezone.now() + timedelta(hours=9))
    Ticket.objects.filter(pk=other.pk).update(due_at=timezone.now() - timedelta(hours=1))
    told = page(vera)
    assert told.index(f">{sooner.name}<") < told.index(f">{later.name}<")
    assert "timer late" in told


def test_social_cameras_are_apart_until_asked_for(cast: Cast, vera: Client) -> None:
    shop = camera_class("shop", is_public=False)
    camera, _ticket = broken(cast, camera_class=shop, is_public=False)
    assert f">{camera.name}<" not in page(vera)
    assert f">{camera.name}<" in page(vera, whose="social")
    assert f">{camera.name}<" in page(vera, whose="all")


def test_search_agency_and_stage_narrow_the_list(cast: Cast, vera: Client) -> None:
    one, ticket = broken(cast, name="Bridge east")
    two = make_camera(cast, state="offline", name="Market west")
    assert "Market west" not in page(vera, q="bridge")
    assert f">{one.name}<" not in page(vera, stage="none")
    assert f">{two.name}<" in page(vera, stage="none")
    assert f">{one.name}<" in page(vera, agency=cast.north_station.code)
    assert ticket.stage == "opened"
    assert f">{one.name}<" in page(vera, stage="opened")


def test_the_south_and_its_faults_are_not_the_norths(cast: Cast, vera: Client) -> None:
    camera = make_camera(cast, agency=cast.south_station, state="offline")
    assert camera.name not in page(vera, whose="all")
    assert vera.get("/video/", {"camera": camera.code}).status_code == 404
    assert vera.get(f"/api/v1/camera-cards/{camera.code}/").status_code == 404


def test_the_card_tells_the_file_the_fault_and_the_ticket(cast: Cast, vera: Client) -> None:
    firm = make_company(cast, name="Example upkeep")
    camera, ticket = broken(cast, contractor=firm, bearing=65, view_angle=40, view_radius=80)
    told = page(vera, camera=camera.code)
    for words in (camera.gb_id, "Offline", "Example upkeep", ticket.number, "40° wide, 80 m far"):
        assert words in told
    assert "No live picture and no still is here" in told
    assert "/ 27" in told


def test_from_the_card_a_firm_is_reminded_and_another_is_given_the_ticket(
    cast: Cast, vera: Client
) -> None:
    first, other = make_company(cast, name="First upkeep"), make_company(cast, name="Other upkeep")
    camera, ticket = broken(cast, contractor=first)
    told = page(vera, camera=camera.code)
    assert "Remind the firm" in told
    assert f'<option value="{other.code}">Other upkeep</option>' in told
    row = f"{camera.code}|{ticket.number}"
    act(vera, row, act="remind")
    assert "reminded 1 ×" in page(vera, camera=camera.code)
    act(vera, row, act="remind")
    assert "leave half an hour between" in page(vera)
    act(vera, row, act="assign", contractor=other.code)
    ticket.refresh_from_db()
    assert (ticket.contractor, ticket.stage) == (other, "assigned")
    act(vera, row, act="assign", contractor="no-such-firm")
    assert "There is no such contractor." in page(vera)


def test_a_ticket_of_no_firm_is_assigned_from_the_card_not_reminded_of(
    cast: Cast, vera: Client
) -> None:
    make_company(cast)
    camera, ticket = broken(cast)
    told = page(vera, camera=camera.code)
    assert "Remind the firm" not in told
    assert "Give it to this firm" in told
    act(vera, f"{camera.code}|{ticket.number}", act="remind")
    assert "None of the chosen faults waits for a firm." in page(vera)


def test_each_rate_opens_the_cameras_that_are_missing_from_it(cast: Cast, vera: Client) -> None:
    make_camera(cast, gb_id=None)
    told = page(vera)
    hrefs = re.findall(r'class="rate[^"]*" href="([^"]+)"', told)
    assert [href.split("?")[1].split("&")[0] for href in hrefs] == [
        "rate=registration_rate", "rate=online_rate", "rate=image_intact_rate",
        "rate=location_accuracy_rate",
    ]  # fmt: skip
    for href in hrefs:
        behind = vera.get(unescape(href))
        assert behind.status_code == 200
        assert b'value="1" selected' in behind.content  # public, as the board counts
    assert "No national id" in vera.get(unescape(hrefs[0])).content.decode()


def test_the_last_weeks_of_a_rate_are_those_of_the_same_cameras(cast: Cast, vera: Client) -> None:
    shop = camera_class("shop", is_public=False)
    week_ago = timezone.localdate() - timedelta(days=7)
    kept = {"day": week_ago, "rate": "registration_rate", "agency": cast.north_station}
    RateDay.objects.create(by="agency", numerator=1, denominator=10, **kept)
    RateDay.objects.create(by="class", key="city", numerator=4, denominator=5, **kept)
    RateDay.objects.create(by="class", key=shop.code, numerator=0, denominator=5, **kept)
    CameraLink.objects.create(camera=make_camera(cast), platform=make_platform(cast), given_id="1")
    assert "+20.0 in a week" in page(vera)
    assert "+90.0 in a week" in page(vera, whose="all")
    assert "in a week" not in page(vera, whose="social")


def test_the_card_shows_the_hours_of_four_weeks(cast: Cast, vera: Client) -> None:
    now = timezone.now()
    camera = make_camera(cast, state="online", enabled_on=(now - timedelta(days=60)).date())
    StatusSpan.objects.filter(camera=camera).update(started_at=now - timedelta(days=10))
    told = page(vera, camera=camera.code, tab="run")
    assert told.count('class="off"') == 28
    assert "100 %" in told
    assert ">0 %" in told
    assert "online 240.0 h" in told


def test_the_tabs_of_repairs_and_footage_say_when_there_is_nothing(
    cast: Cast, vera: Client
) -> None:
    camera = make_camera(cast)
    assert "It never had a ticket." in page(vera, camera=camera.code, tab="repair")
    assert "Nobody asked for footage" in page(vera, camera=camera.code, tab="footage")
    assert "Nobody entered where it looks" in page(vera, camera=camera.code, tab="no-such-tab")


def test_tickets_are_merged_under_the_one_due_first(cast: Cast, vera: Client) -> None:
    (one, first), (two, second) = broken(cast), broken(cast)
    rows = [f"{one.code}|{first.number}", f"{two.code}|{second.number}"]
    answer = act(vera, *rows, act="merge")
    assert (answer.status_code, answer["Location"]) == (302, "/video/?kind=offline")
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.parent_id, second.parent_id} == {None, min(first.pk, second.pk)}
    assert EventEntry.objects.filter(kind="video.ticket_merged").count() == 1
    assert "part of" in page(vera)


def test_one_ticket_alone_is_not_merged_and_it_is_said(cast: Cast, vera: Client) -> None:
    camera, ticket = broken(cast)
    act(vera, f"{camera.code}|{ticket.number}", act="merge")
    assert "Choose at least two faults" in page(vera)
    act(vera, act="merge")
    assert "Choose at least one fault." in page(vera)


def test_the_due_time_of_many_is_changed_with_the_reason(cast: Cast, vera: Client) -> None:
    camera, ticket = broken(cast)
    when = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    row = f"{camera.code}|{ticket.number}"
    act(vera, row, act="due", when=when.strftime("%Y-%m-%dT%H:%M"), why="Road closed")
    ticket.refresh_from_db()
    assert ticket.due_at == when
    act(vera, row, act="due", why="Road closed")
    assert "Say until when." in page(vera)


def test_an_exclusion_is_asked_for_and_waits_for_somebody_else(cast: Cast, vera: Client) -> None:
    camera = make_camera(cast, state="offline")
    when = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    words = {"when": when, "why": "Pole moved for the road", "reason": "maintenance"}
    act(vera, f"{camera.code}|", act="exclude", **words)
    made = Exclusion.objects.get()
    assert (made.state, made.size) == ("requested", 1)
    assert made.lines.get().camera == camera


def test_a_click_sent_twice_acts_once(cast: Cast, vera: Client) -> None:
    camera = make_camera(cast, state="offline")
    when = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    words = {"when": when, "why": "Pole moved for the road", "reason": "maintenance"}
    for _ in range(2):
        act(vera, f"{camera.code}|", act="exclude", form_key="same-key-of-one-form", **words)
    assert Exclusion.objects.count() == 1


def test_whoever_only_reads_sees_no_boxes_and_may_not_act(cast: Cast, client: Client) -> None:
    broken(cast)
    client.force_login(cast.nora)
    told = page(client)
    assert 'name="row"' not in told
    assert act(client, "x|", act="merge").status_code == 403


def test_nobody_is_sent_to_another_site_after_an_act(cast: Cast, vera: Client) -> None:
    answer = act(vera, act="merge", next="https://elsewhere.example/")
    assert answer["Location"] == "/video/"
    assert act(vera, act="merge", next="//elsewhere.example/")["Location"] == "/video/"


def test_the_sheet_has_every_fault_that_fits(cast: Cast, vera: Client) -> None:
    camera, ticket = broken(cast)
    for _ in range(30):
        make_camera(cast, state="offline")
    sheet = b"".join(vera.get("/video/faults.csv")).decode()
    assert sheet.count("\n") == 32
    assert ticket.number in sheet
    assert camera.gb_id in sheet
    assert "26–31 of 31" in page(vera, page=2)


def test_the_map_is_handed_what_it_filters_by(cast: Cast, vera: Client) -> None:
    owner = make_company(cast, name="Example estate")
    make_camera(cast, owner=owner, function_types=[6], state="online")
    told = vera.get("/video/map/").content.decode()
    assert "Example estate" in told
    assert '"radius": 5000.0' in told
    assert "camera-tiles/0/0/0.mvt" in told


def test_the_short_card_says_what_is_wrong(cast: Cast, vera: Client) -> None:
    camera, ticket = broken(cast)
    PictureFault.objects.create(camera=camera, kind="blur", found_by="hand", inspector="N001")
    told = vera.get(f"/api/v1/camera-cards/{camera.code}/").json()
    assert (told["state"], told["ticket"]) == ("offline", ticket.number)
    assert told["faults"] == ["Blurred"]
    assert told["sector"]["bearing"] is None


def test_the_board_asks_no_more_for_many_cameras_than_for_few(
    cast: Cast, vera: Client, django_assert_max_num_queries
) -> None:
    for _ in range(40):
        make_camera(cast, state="offline")
    page(vera)
    with django_assert_max_num_queries(45):
        page(vera)
