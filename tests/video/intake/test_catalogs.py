"""Catalogues of platforms come in by messages, and become a tree with cameras in it."""

from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.utils import timezone

from grid.errors import InvalidInput
from tests.video.intake.make import LAT, LNG, gb_id, item, message
from tests.video.make import make_camera, make_platform
from video.health.models import CameraStatus
from video.intake import messages, reactors, services
from video.intake.catalog_xml import BadCatalog, decoded, read_messages
from video.intake.models import CatalogMessage, IntakeRun
from video.register.models import Camera, CameraLink, CatalogNode, Platform

ROOT = "22040200002000000001"
SUB = "22040211002000000002"
RECORDER = "22040200001180000003"
GROUP = "22040200002150000004"
ORG = "22040200002160000005"

TREE = [
    item("220402", "示例区"),
    item(SUB, "下级平台", ParentID=ROOT),
    item(GROUP, "业务分组", ParentID=ROOT),
    item(ORG, "虚拟组织", ParentID=GROUP, BusinessGroupID=GROUP),
    item(RECORDER, "录像机", ParentID=ORG, Parental="1"),
]


def camera(number, **fields):
    told = {"Longitude": str(LNG), "Latitude": str(LAT), "CivilCode": "220402", "Status": "ON"}
    return item(gb_id(number), f"路口{number}", **told | fields)


@pytest.fixture
def platform(cast):
    return make_platform(cast, code="county", gb_id=ROOT, name="County platform")


@pytest.fixture
def send(cast, platform, monkeypatch, django_capture_on_commit_callbacks):
    """Send a body as the northern video operator; the queue is worked at once."""
    monkeypatch.setattr(
        current_app, "send_task", lambda _name, arguments: services.run_queued(*arguments)
    )

    def receive(text, *, encoding="utf-8", viewer=None, **how):
        raw = text if isinstance(text, bytes) else text.encode(encoding)
        viewer = viewer or cast.vera
        with django_capture_on_commit_callbacks(execute=True):
            taken = messages.receive(raw, by=viewer.as_actor(), viewer=viewer, **how)
        for run in taken.runs:
            run.refresh_from_db()
        return taken

    return receive


def catalog(items, **how):
    return message(items, device=ROOT, total=how.pop("total", len(items)), **how)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "gb18030"])
def test_a_catalogue_that_declares_gb2312_is_read_as_what_it_is(send, encoding):
    name = "镕基路㐂" if encoding != "gbk" else "镕基路"  # no GB2312 has these characters
    [run] = send(catalog([camera(1, Name="").replace("路口1", name)]), encoding=encoding).runs
    assert (run.state, run.rows_created) == ("done", 1), run.refusal
    assert Camera.objects.get().name == name


def test_the_tree_of_nodes_comes_in_with_each_under_its_parent(send, platform):
    [run] = send(catalog([*TREE, camera(1, ParentID=RECORDER), camera(2, ParentID=ORG)])).runs
    assert (run.state, run.rows_created, run.nodes) == ("done", 2, 4), run.refusal
    parents = dict(CatalogNode.objects.values_list("gb_id", "parent__gb_id"))
    assert parents == {"220402": None, SUB: None, GROUP: None, ORG: GROUP}
    kinds = dict(CatalogNode.objects.values_list("gb_id", "kind"))
    assert set(kinds.values()) == {"division", "platform", "business_group", "virtual_org"}
    recorder = Platform.objects.get(gb_id=RECORDER)
    assert (recorder.level, recorder.parent) == ("recorder", platform)
    assert Platform.objects.get(gb_id=SUB).level == "station"
    held = dict(Camera.objects.values_list("gb_id", "platform__gb_id"))
    assert held == {gb_id(1): RECORDER, gb_id(2): ROOT}
    nodes = dict(CameraLink.objects.values_list("given_id", "node__gb_id"))
    assert nodes == {gb_id(1): ORG, gb_id(2): ORG}


def test_fields_of_an_item_fill_the_file(send, cast):
    info = "<Info><PTZType>1</PTZType><DirectionType>3</DirectionType><RoomType>1</RoomType></Info>"
    one = camera(1, Address="中央路", IPAddress="10.0.0.1", Port="5060", Password="geheim")
    send(catalog([one.replace("</Item>", f"{info}</Item>")]))
    row = Camera.objects.get()
    assert (row.camera_type, row.direction, row.room_type) == (1, 3, 1)
    assert (row.address, row.ipv4, row.port, row.civil_code) == (
        "中央路",
        "10.0.0.1",
        5060,
        "220402",
    )
    assert (row.agency, row.cell) == (cast.north_station, cast.north_cell)
    assert "geheim" not in str(Camera.objects.values().get())


def test_passwords_of_a_message_are_never_kept(send):
    send(catalog([camera(1, Password="geheim")], total=2))
    assert "geheim" not in str(list(CatalogMessage.objects.values()))


def test_messages_of_one_serial_number_wait_until_all_items_are_here(send):
    [run] = send(catalog([camera(1), camera(2)], total=3)).runs
    assert (run.state, run.rows_read, Camera.objects.count()) == ("collecting", 2, 0)
    [run] = send(catalog([camera(3)], total=3)).runs
    assert (run.state, run.rows_created) == ("done", 3)
    assert not CatalogMessage.objects.exclude(items=[]).exists()


def test_a_message_sent_again_counts_once(send):
    send(catalog([camera(1)], total=2))
    [run] = send(catalog([camera(1)], total=2)).runs
    assert (run.state, run.rows_read) == ("collecting", 1)


def test_two_catalogues_of_a_platform_are_gathered_apart(send):
    send(catalog([camera(1)], total=2, serial=1))
    send(catalog([camera(2)], total=2, serial=2))
    assert IntakeRun.objects.filter(state="collecting").count() == 2


def test_messages_that_name_different_totals_are_refused(send):
    send(catalog([camera(1)], total=3))
    with pytest.raises(InvalidInput):
        send(catalog([camera(2)], total=4))


def test_a_catalogue_whose_rest_never_comes_is_ended_and_says_how_much_came(send):
    [run] = send(catalog([camera(1)], total=2)).runs
    reactors.end_incomplete()
    run.refresh_from_db()
    assert run.state == "collecting"
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        reactors.end_incomplete()
    run.refresh_from_db()
    assert run.state == "refused"
    assert "1 of 2" in run.refusal


def test_several_messages_may_come_in_one_body(send):
    text = catalog([camera(1)], total=2) + "\r\n" + catalog([camera(2)], total=2)
    [run] = send(text).runs
    assert (run.state, run.rows_created) == ("done", 2)


def test_the_same_catalogue_again_changes_nothing(send):
    body = catalog([*TREE, camera(1, ParentID=RECORDER), camera(2)])
    send(body)
    before = list(Camera.objects.order_by("pk").values())
    [run] = send(body).runs
    assert (run.rows_created, run.rows_changed, run.rows_unchanged) == (0, 0, 2)
    assert list(Camera.objects.order_by("pk").values()) == before
    assert Platform.objects.count() == 3
    assert CatalogNode.objects.count() == 4


def test_one_national_id_from_two_platforms_is_one_camera_with_two_links(send, cast):
    other = make_platform(cast, gb_id="22040200002000000099")
    send(catalog([camera(1)]))
    send(message([camera(1)], device=other.gb_id, total=1))
    one = Camera.objects.get()
    assert set(one.links.values_list("platform__gb_id", flat=True)) == {ROOT, other.gb_id}
    assert one.platform.gb_id == ROOT


def test_a_catalogue_fills_what_a_file_lacks_and_overwrites_nothing(send, cast):
    known = make_camera(cast, gb_id=gb_id(1), name="Ours", address="", location=None)
    [run] = send(catalog([camera(1, Address="中央路")])).runs
    known.refresh_from_db()
    assert (known.name, known.address) == ("Ours", "中央路")
    assert known.location is not None
    assert run.rows_changed == 1
    assert any(one["kind"] == "differs" and "name" in one["message"] for one in run.findings)


def test_what_an_item_says_of_itself_is_a_sign_of_the_camera(send):
    send(catalog([camera(1), camera(2, Status="OFF")]))
    said = dict(CameraStatus.objects.values_list("camera__gb_id", "state"))
    assert said == {gb_id(1): "online", gb_id(2): "offline"}
    assert set(CameraStatus.objects.values_list("source", flat=True)) == {"catalog"}


def test_events_are_handed_on_and_make_no_run(send, cast):
    make_camera(cast, gb_id=gb_id(1), state="online")
    make_camera(cast, gb_id=gb_id(2), state="online")
    body = [item(gb_id(1), "x", Event="OFF"), item(gb_id(2), "y", Event="ON")]
    taken = send(catalog(body, root="Notify"))
    assert (taken.events, taken.runs) == (2, [])
    said = dict(CameraStatus.objects.values_list("camera__gb_id", "state"))
    assert said == {gb_id(1): "offline", gb_id(2): "online"}


def test_a_notify_adds_and_updates_and_never_deletes(send, cast):
    make_camera(cast, gb_id=gb_id(2))
    body = [camera(1, Event="ADD"), item(gb_id(2), "y", Event="DEL")]
    [run] = send(catalog(body, root="Notify")).runs
    assert (run.state, run.rows_created) == ("done", 1)
    assert Camera.objects.count() == 2
    assert "deleted" in {one["kind"] for one in run.findings}


def test_bad_items_are_named_and_the_others_come_in(send):
    [run] = send(catalog([camera(1), item("123", "kurz"), item(gb_id(3), "")])).runs
    assert (run.rows_created, run.rows_bad) == (1, 2)
    assert [(f.line, f.column) for f in run.faults.all()] == [(2, "DeviceID"), (3, "Name")]


def test_doubtful_values_are_left_empty_and_said(send):
    [run] = send(catalog([camera(1, Port="99999", Longitude="0", Latitude="0")])).runs
    row = Camera.objects.get()
    assert (row.port, row.location) == (None, None)
    assert "doubtful_port" in {one["kind"] for one in run.findings}


def test_nodes_that_are_their_own_ancestors_hang_on_the_root(send):
    body = [item(ORG, "a", ParentID=GROUP), item(GROUP, "b", ParentID=ORG), camera(1)]
    [run] = send(catalog(body)).runs
    assert run.state == "done"
    assert "cycle" in {one["kind"] for one in run.findings}


def test_devices_that_are_neither_camera_nor_node_are_left_out(send):
    [run] = send(catalog([item(gb_id(1, kind="134"), "Alarm input"), camera(2)])).runs
    assert (run.rows_created, Camera.objects.count()) == (1, 1)
    assert "other_device" in {one["kind"] for one in run.findings}


def test_a_platform_outside_the_area_is_as_unknown_as_none(send, cast):
    with pytest.raises(InvalidInput) as theirs:
        send(catalog([camera(1)]), viewer=cast.sam)
    with pytest.raises(InvalidInput) as nobodys:
        send(message([camera(1)], device="22040200002000000077", total=1))
    assert theirs.value.errors[0]["pointer"] == nobodys.value.errors[0]["pointer"] == "/platform"


def test_a_dry_run_of_a_catalogue_writes_no_camera_and_no_node(send):
    [run] = send(catalog([*TREE, camera(1)]), is_dry_run=True).runs
    assert (run.state, run.is_written) == ("done", False)
    assert (Camera.objects.count(), CatalogNode.objects.count()) == (0, 0)
    assert Platform.objects.count() == 1


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    "<Response><CmdType>Catalog</CmdType><SN>1</SN><DeviceID>&b;</DeviceID></Response>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<Response><CmdType>Catalog</CmdType><SN>1</SN><DeviceID>&a;</DeviceID></Response>"
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        OUTSIDE,
        "",
        "no xml",
        "<Response><CmdType>Catalog</CmdType>",
        "<Response><CmdType>DeviceInfo</CmdType></Response>",
        "<Query><CmdType>Catalog</CmdType></Query>",
        "<Notify><CmdType>Catalog</CmdType><SumNum>many</SumNum></Notify>",
    ],
)
def test_what_is_no_catalogue_is_refused_and_nothing_external_is_read(text):
    with pytest.raises(BadCatalog):
        list(read_messages(text.encode()))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(BadCatalog):
        decoded(b"\xff\xff\xff")


def test_an_empty_catalogue_ends_and_says_so(send):
    [run] = send(catalog([])).runs
    assert run.state == "refused"
