"""Catalogues that lie: wrong sums, the same device again, odd encodings, trees that are none."""

import pytest

from grid.errors import InvalidInput
from tests.video.intake.make import gb_id, item, message
from tests.video.intake.test_catalogs import (  # noqa: F401 fixtures among them
    GROUP,
    ORG,
    RECORDER,
    ROOT,
    SUB,
    camera,
    catalog,
    platform,
    send,
)
from video.intake.catalog_xml import BadCatalog, decoded, read_messages
from video.intake.models import IntakeRun
from video.register.models import Camera, CameraLink, CatalogNode, Platform

HEAD = "<Response><CmdType>Catalog</CmdType><SN>1</SN><DeviceID>1</DeviceID>"
TAIL = "</Response>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD}&l9;{TAIL}',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd">%p;]>{HEAD}{TAIL}',
        f'<!DOCTYPE r SYSTEM "file:///etc/passwd">{HEAD}{TAIL}',
        f'<?xml version="1.0"?><!DOCTYPE r [<!ATTLIST Item a CDATA "x">]>{HEAD}{TAIL}',
        f"{HEAD}&nbsp;{TAIL}",
        f"{HEAD}&unheard;{TAIL}",
        f"{HEAD}\x01{TAIL}",
        f"{HEAD}<Item>{TAIL}",
        f"{HEAD}<SumNum>-1</SumNum>{TAIL}",
        f"{HEAD}<SumNum>1e3</SumNum>{TAIL}",
        f"{HEAD}<SumNum>٣</SumNum>{TAIL}",
        f"{HEAD}<SumNum>99999999</SumNum>{TAIL}",
        f"{HEAD}{TAIL}<rest>",
        "<Response/>",
    ],
)
def test_bombs_outside_files_and_nonsense_are_refused(text):
    with pytest.raises(BadCatalog):
        list(read_messages(text.encode()))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp037"])
def test_an_encoding_nobody_may_send_is_refused_and_is_no_way_round_the_refusal(encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [<!ENTITY a "b">]>{HEAD}{TAIL}'
    with pytest.raises(BadCatalog):
        list(read_messages(bomb.encode(encoding)))


@pytest.mark.parametrize("declared", ["GB2312", "UTF-8", "GBK", "ISO-8859-1", "UTF-16", "nonsense"])
@pytest.mark.parametrize("really", ["utf-8", "utf-8-sig", "gbk"])
def test_what_the_bytes_are_counts_not_what_they_declare(declared, really):
    text = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}<DeviceList><Item>'
    text += f"<Name>东丰路口</Name></Item></DeviceList>{TAIL}"
    [found] = read_messages(text.encode(really))
    assert found.items == ({"Name": "东丰路口"},)
    assert decoded(text.encode(really)).endswith(TAIL)


def test_ten_thousand_elements_in_one_another_are_read_without_a_fall():
    deep = "<a>" * 10_000 + "</a>" * 10_000
    text = f"{HEAD}<DeviceList><Item>{deep}<Name>n</Name></Item></DeviceList>{TAIL}"
    [found] = read_messages(text.encode())
    assert found.items == ({"Name": "n"},)


def test_a_value_of_a_million_letters_is_cut_and_one_of_nothing_left_out():
    long = f"<Name>{'长' * 1_000_000}</Name><Address> </Address><Name>second</Name>"
    [found] = read_messages(f"{HEAD}<DeviceList><Item>{long}</Item></DeviceList>{TAIL}".encode())
    assert found.items == ({"Name": "长" * 200},)


def test_a_sum_that_is_too_small_starts_at_once_and_the_rest_comes_in_too(send):  # noqa: F811
    [first] = send(catalog([camera(1), camera(2)], total=1)).runs
    [second] = send(catalog([camera(3)], total=1)).runs
    assert (first.state, second.state) == ("done", "done")
    assert first.pk != second.pk
    assert Camera.objects.count() == 3


def test_a_sum_that_is_too_large_waits_and_enters_nothing(send):  # noqa: F811
    [run] = send(catalog([camera(1)], total=9_999_999)).runs
    assert (run.state, Camera.objects.count()) == ("collecting", 0)


@pytest.mark.parametrize("again", [1, 2, 5])
def test_a_device_told_again_in_another_message_is_one_camera(send, again):  # noqa: F811
    total = 2 + again
    send(catalog([camera(1), camera(2)], total=total))
    body = [camera(1, Address=f"told again {n}") for n in range(again)]
    [run] = send(catalog(body, total=total)).runs
    assert run.state == "done", run.refusal
    assert sorted(Camera.objects.values_list("gb_id", flat=True)) == [gb_id(1), gb_id(2)]
    assert CameraLink.objects.count() == 2
    assert run.rows_created == 2


@pytest.mark.parametrize("parent", ["22040200002160000099", "", ROOT, "x", "//", gb_id(1)])
def test_a_node_or_camera_below_what_nobody_listed_hangs_on_the_root(send, parent):  # noqa: F811
    body = [item(ORG, "a", ParentID=parent), camera(1, ParentID=parent)]
    [run] = send(catalog(body)).runs
    assert run.state == "done", run.refusal
    assert CatalogNode.objects.get(gb_id=ORG).parent is None
    assert Camera.objects.get().platform.gb_id == ROOT


def ring(*ids):
    """Each below the next, the last below the first."""
    return [item(one, one, ParentID=ids[(n + 1) % len(ids)]) for n, one in enumerate(ids)]


def no_cycle(rows):
    """Whether every row's way up ends."""
    parents = dict(rows)
    for at in parents:
        seen = set()
        while at is not None:
            if at in seen:
                return False
            seen.add(at)
            at = parents[at]
    return True


@pytest.mark.parametrize(
    "ids",
    [
        (ORG,),
        (ORG, GROUP),
        (SUB, "22040211002000000009"),
        (RECORDER, "22040200001180000009"),
        (SUB, RECORDER),
        (SUB, ORG, RECORDER),
        (SUB, "22040211002000000009", "22040211002000000008"),
    ],
)
def test_nodes_platforms_and_recorders_in_a_ring_end_at_the_root(send, ids):  # noqa: F811
    [run] = send(catalog([*ring(*ids), camera(1, ParentID=ids[0])])).runs
    assert (run.state, run.rows_created) == ("done", 1), run.refusal
    assert no_cycle(CatalogNode.objects.values_list("pk", "parent_id"))
    assert no_cycle(Platform.objects.values_list("pk", "parent_id"))
    # and told once more it is the same tree
    before = sorted(Platform.objects.values_list("gb_id", "parent__gb_id"))
    nodes = sorted(CatalogNode.objects.values_list("gb_id", "parent__gb_id"), key=str)
    [again] = send(catalog([*ring(*ids), camera(1, ParentID=ids[0])], serial=2)).runs
    assert (again.state, again.rows_created, again.rows_changed) == ("done", 0, 0)
    assert sorted(Platform.objects.values_list("gb_id", "parent__gb_id")) == before
    assert sorted(CatalogNode.objects.values_list("gb_id", "parent__gb_id"), key=str) == nodes


def test_a_refused_body_leaves_nothing_of_its_good_messages(send):  # noqa: F811
    good = catalog([camera(1)], total=1)
    with pytest.raises(BadCatalog):
        send(good + "<Response><CmdType>Catalog</CmdType>")
    assert not IntakeRun.objects.exists()
    assert not Camera.objects.exists()


def test_a_platform_may_not_speak_for_one_nobody_knows(send):  # noqa: F811
    with pytest.raises(InvalidInput):
        send(message([camera(1)], device="'; DROP TABLE video_camera; --", total=1))
    assert Camera.objects.count() == 0
