"""The pages of the register, as the people of the cast see and use them."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkpoints.register.models import (
    Assessment,
    Checkpoint,
    DefenceRing,
    EquipmentItem,
    Minimum,
    StandardTask,
)
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import all_met, square_ring, stocked

KEYS = count(1)
PAGES = (
    *("checkpoint_list", "checkpoint_build_rate", "checkpoint_validity", "equipment_list"),
    *("shortage_list", "gap_list", "standard_list", "minimum_list", "ring_list"),
)
EXPORTS = {
    "checkpoint_export": "code,name,line",
    "equipment_export": "checkpoint,name,kind",
    "shortage_list": "checkpoint,name,level",
    "gap_list": "checkpoint,name,gap",
    "checkpoint_build_rate": "by,code,name,planned",
    "checkpoint_validity": "checkpoint,name,valid_to",
    "standard_list": "checkpoint,name,met",
    "minimum_list": "grade,need,code,normal",
}


def post(client: Client, name: str, said: dict[str, Any], *args: object) -> HttpResponse:
    return client.post(reverse(name, args=args), said | {"form_key": f"register-{next(KEYS):06d}"})


def text(answer: HttpResponse) -> str:
    streaming = getattr(answer, "streaming", False)
    content = b"".join(answer) if streaming else answer.content  # type: ignore[arg-type]
    return content.decode()


FIELDS = {
    "code": "G1",
    "name": "示例检查站",
    "kind": "fixed",
    "grade": "level1",
    "line": "provincial",
    "lanes_in": "2",
    "lanes_out": "2",
    "lng": "125.11",
    "lat": "42.91",
    "crs": "wgs84",
}


@pytest.mark.parametrize("name", PAGES)
def test_gus_reads_every_page_empty_and_full(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.gus)
    assert client.get(reverse(name)).status_code == 200
    stocked(make_checkpoint(cast, name="甲检查站"), by=cast.chief)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", EXPORTS)
def test_every_list_leaves_as_csv(cast: Cast, client: Client, name: str) -> None:
    stocked(make_checkpoint(cast), by=cast.chief)
    client.force_login(cast.ada)
    told = text(client.get(reverse(name) + "?as=csv"))
    assert told.lstrip("\ufeff").startswith(EXPORTS[name])
    assert len(told.splitlines()) > 1


def test_gus_sees_his_station_and_no_button_to_change_it(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, name="甲检查站", road="G303")
    stocked(row, by=cast.chief)
    client.force_login(cast.gus)
    body = text(client.get(reverse("checkpoint_detail", args=[row.code])))
    for words in ("甲检查站", "G303", "In service", "Minimum by duty level", "示例交警大队"):
        assert words in body
    assert reverse("checkpoint_edit", args=[row.code]) not in body
    assert client.get(reverse("checkpoint_edit", args=[row.code])).status_code == 403


def test_an_expired_station_says_so_on_its_page(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, valid_to=timezone.now() - timedelta(minutes=1))
    client.force_login(cast.gus)
    assert "The instrument has ended" in text(
        client.get(reverse("checkpoint_detail", args=[row.code]))
    )


def test_the_south_is_absent_for_nora(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, agency=cast.south_station, name="南检查站")
    client.force_login(cast.nora)
    assert client.get(reverse("checkpoint_detail", args=[row.code])).status_code == 404
    assert "南检查站" not in text(client.get(reverse("checkpoint_list")))


def test_chief_enters_opens_and_closes_a_checkpoint(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = FIELDS | {"agency": cast.north_station.code, "built_on": "2026-01-05"}
    made = post(client, "checkpoint_new", said)
    assert made["Location"] == reverse("checkpoint_detail", args=["G1"])
    term = {
        "instrument_type": "设站批复",
        "instrument_number": "示公批1号",
        "instrument_issuer": "示例市局",
        "valid_from": "2026-01-06T00:00",
        "valid_to": (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        "built_on": "2026-01-05",
        "is_signed": "on",
        "version": "1",
    }
    assert post(client, "checkpoint_open", term, "G1").status_code == 302
    assert Checkpoint.objects.get().state_at() == "operational"
    stale = post(client, "checkpoint_open", term, "G1")
    assert stale.status_code == 412
    assert post(client, "checkpoint_close", {"reason": "改线"}, "G1").status_code == 302
    assert Checkpoint.objects.get().state_at() == "closed"


def test_a_form_with_faults_shows_them_at_their_fields(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = FIELDS | {"agency": cast.north_station.code, "kind": "gantry"}
    refused = post(client, "checkpoint_new", said)
    assert refused.status_code == 400
    assert "Say which checkpoint the gantry belongs to." in text(refused)


def test_a_mobile_checkpoint_is_moved_on_its_page(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, kind="mobile")
    client.force_login(cast.chief)
    said = {"mission": "节日安保", "lng": "125.12", "lat": "42.9", "crs": "wgs84", "version": "1"}
    assert post(client, "checkpoint_move", said, row.code).status_code == 302
    body = text(client.get(reverse("checkpoint_detail", args=[row.code])))
    assert "节日安保" in body and "125.12000" in body


def test_equipment_is_entered_corrected_and_checked(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.chief)
    said = {"kind": "shield", "quantity": "3", "state": "usable"}
    assert post(client, "equipment_new", said, row.code).status_code == 302
    item = EquipmentItem.objects.get()
    changed = said | {"quantity": "4", "version": "1"}
    assert post(client, "equipment_edit", changed, item.pk).status_code == 302
    assert post(client, "equipment_check", {"is_usable": "0"}, item.pk).status_code == 302
    item.refresh_from_db()
    assert (item.quantity, item.state, item.version) == (4, "faulty", 3)


def test_posts_and_forces_are_laid_out_on_their_pages(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.chief)
    said = {"kind": "cover_guard", "name": "警戒岗", "staff": "2", "is_active": "on"}
    assert post(client, "checkpoint_post_new", said, row.code).status_code == 302
    laid = row.posts.get()
    assert post(client, "checkpoint_post_edit", said | {"staff": "3"}, laid.pk).status_code == 302
    force = {
        "kind": "transport_hub",
        "name": "示例客运站",
        "heads": "1",
        "valid_from": "2026-01-01",
    }
    assert post(client, "joint_force_new", force, row.code).status_code == 302
    kept = row.joint_forces.get()
    ended = force | {"valid_to": "2026-02-01"}
    assert post(client, "joint_force_edit", ended, kept.pk).status_code == 302
    body = text(client.get(reverse("checkpoint_detail", args=[row.code])))
    assert "示例客运站" in body and "ended" in body


def test_the_shortage_list_follows_the_level_chosen(cast: Cast, client: Client) -> None:
    make_checkpoint(cast, grade="level3")
    client.force_login(cast.gus)
    normal = text(client.get(reverse("shortage_list")))
    wartime = text(client.get(reverse("shortage_list") + "?level=wartime"))
    assert normal != wartime
    assert client.get(reverse("shortage_list") + "?level=carnival").status_code == 200


def test_a_station_is_assessed_and_its_task_worked_off(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.chief)
    assert "What the register knows" in text(
        client.get(reverse("checkpoint_assess", args=[row.code]))
    )
    assert post(client, "checkpoint_assess", {}, row.code).status_code == 400
    said = {
        f"answer_{code}": line["answer"] for code, line in all_met(station_layout="missing").items()
    }
    assert post(client, "checkpoint_assess", said, row.code).status_code == 302
    assert Assessment.objects.count() == 1
    task = StandardTask.objects.get(item_id="station_layout")
    body = text(client.get(reverse("standard_list")))
    assert f"/checkpoints/tasks/{task.pk}/finish/" in body
    assert post(client, "standard_task_sign", {}, task.pk).status_code == 302
    assert post(client, "standard_task_finish", {"outcome": "已改建"}, task.pk).status_code == 302
    task.refresh_from_db()
    assert task.state == "done"


def test_the_city_sets_its_own_minimum_and_the_mark_of_the_default_goes(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    there = reverse("minimum_set") + "?grade=level2&need=equipment&code=shield"
    assert client.get(there).status_code == 200
    said = {
        "agency": cast.city.code,
        "valid_from": timezone.localdate().isoformat(),
        "quantity_normal": "8",
        "quantity_reinforced": "9",
        "quantity_wartime": "10",
        "form_key": f"register-{next(KEYS):06d}",
    }
    assert client.post(there, said).status_code == 302
    rows = Minimum.objects.filter(agency=cast.city).order_by("quantity")
    assert [row.quantity for row in rows] == [8, 9, 10]
    for bad in ("?grade=level9", "?need=luck", "?need=equipment&code=laser"):
        assert client.get(reverse("minimum_set") + bad).status_code == 404
    assert client.get(reverse("minimum_list") + "?grade=level9").status_code == 404


def test_a_ring_is_drawn_redrawn_and_contains_its_points(cast: Cast, client: Client) -> None:
    make_checkpoint(cast, name="圈内站")
    client.force_login(cast.chief)
    said = {
        "name": "环城圈",
        "line": "ring",
        "agency": cast.city.code,
        "outline": "POLYGON((125.1 42.88,125.14 42.88,125.14 42.92,125.1 42.92,125.1 42.88))",
        "is_active": "on",
    }
    assert post(client, "ring_new", said).status_code == 302
    assert "圈内站" in text(client.get(reverse("ring_list")))
    ring = DefenceRing.objects.get()
    bad = post(client, "ring_edit", said | {"outline": "CIRCLE(1 2)"}, ring.pk)
    assert bad.status_code == 400
    assert post(client, "ring_edit", said | {"name": "外圈"}, ring.pk).status_code == 302


def test_the_export_is_taken_again_and_every_bad_row_is_named(cast: Cast, client: Client) -> None:
    make_checkpoint(cast, code="A1", name="甲站")
    client.force_login(cast.chief)
    told = text(client.get(reverse("checkpoint_export")))
    said = {"text": told.replace("甲站", "乙站"), "act": "all"}
    assert post(client, "checkpoint_import", said).status_code == 302
    assert Checkpoint.objects.get().name == "乙站"
    head = "code,name,line,grade,agency,lng,lat\n"
    lines = f"B1,丙站,ring,level2,{cast.north.code},125.1,42.9\nB2,丁站,moon,level2,123,x,42.9\n"
    tried = post(client, "checkpoint_import", {"text": head + lines, "act": "try"})
    body = text(tried)
    assert "Dry run" in body and "丙站" in body
    assert Checkpoint.objects.count() == 1
    post(client, "checkpoint_import", {"text": head + lines, "act": "valid"})
    assert set(Checkpoint.objects.values_list("code", flat=True)) == {"A1", "B1"}


def test_a_file_opens_what_it_names_an_instrument_for(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    head = "code,name,line,grade,agency,lng,lat,built_on,instrument_type,instrument_number,"
    head += "instrument_issuer,valid_from\n"
    line = f"C1,戊站,ring,level2,{cast.north.code},125.1,42.9,2026-01-01,设站批复,1号,示例市局,"
    line += "2026-01-02T00:00:00+08:00\n"
    post(client, "checkpoint_import", {"text": head + line, "act": "all"})
    row = Checkpoint.objects.get()
    assert (row.state_at(), row.openings.count()) == ("operational", 1)
    post(client, "checkpoint_import", {"text": head + line, "act": "all"})
    assert row.openings.count() == 1


def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    square_ring(agency=cast.city)
    for _n in range(20):
        make_checkpoint(cast)
    client.force_login(cast.chief)
    client.get(reverse("checkpoint_list"))
    for name in ("checkpoint_list", "shortage_list", "standard_list", "gap_list"):
        with django_assert_max_num_queries(22):
            client.get(reverse(name))
