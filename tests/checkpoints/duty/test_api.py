"""The same over REST: a command's system, a station's system, a wall."""

from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from checkpoints.duty.models import Switch, SwitchOrder
from tests.checkpoints.duty.conftest import FULL, SHORT, only, ready
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db
KEYS = count(1)


@pytest.fixture
def ask(cast):
    """Send JSON as somebody; answers the response."""

    def send(officer, where, body=None, verb=None, **headers):
        client = Client()
        client.force_login(officer)
        more = {"Idempotency-Key": f"duty-{next(KEYS):06}", **headers}
        verb = verb or ("get" if body is None else "post")
        given = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(client, verb)(f"/api/v1/{where}", headers=more, **given)

    return send


def order_body(**said):
    until = (timezone.now() + timedelta(days=1)).isoformat()
    body = {"level": "reinforced", "reason": "节日安保期间加强查验", "valid_until": until}
    return body | said


def test_an_order_is_issued_read_and_followed(cast, ask, minimum):
    here = make_checkpoint(cast)
    made = ask(cast.chief, "duty-orders/", order_body(scope={"kind": "city"}))
    assert made.status_code == 201, made.json()
    number = made.json()["number"]
    assert made.json()["counts"]["checkpoints"] == 1
    assert ask(cast.chief, "duty-orders/?state=running").json()["count"] == 1
    state = ask(cast.chief, f"duty-orders/{number}/state/").json()
    assert state["rows"][0]["checkpoint"]["code"] == here.code
    assert ask(cast.chief, f"duty-orders/{number}/report/").json()["figures"]["switches"] == 1


def test_the_same_key_orders_once(cast, ask, minimum):
    make_checkpoint(cast)
    body = order_body()
    for _n in range(2):
        answer = ask(cast.chief, "duty-orders/", body, **{"Idempotency-Key": "duty-twice-1"})
        assert answer.status_code == 201
    assert SwitchOrder.objects.count() == 1


def test_who_may_not_order_is_refused_and_bad_input_is_named(cast, ask, minimum):
    assert ask(cast.gus, "duty-orders/", order_body()).status_code == 403
    refused = ask(cast.chief, "duty-orders/", order_body(reason="短", scope={"kind": "galaxy"}))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/scope/kind"


def test_an_overlap_is_refused_until_it_is_meant(cast, ask, give):
    first = give(make_checkpoint(cast))
    refused = ask(cast.chief, "duty-orders/", order_body())
    assert (refused.status_code, refused.json()["code"]) == (409, "overlapping")
    assert refused.json()["order"] == first.number
    assert ask(cast.chief, "duty-orders/", order_body(supersede=True)).status_code == 201


def test_a_station_system_signs_reports_and_is_ready(cast, ask, give):
    order = give()
    mine = ask(cast.gus, "my-switches/").json()["results"]
    assert [row["order"]["number"] for row in mine] == [order.number]
    key = mine[0]["switch"]["id"]
    assert Switch.objects.get(pk=key).delivered_at is not None
    signed = ask(cast.gus, f"switches/{key}/sign/", {})
    assert (signed.status_code, signed.json()["stage"]) == (200, "signed")
    incomplete = ask(cast.gus, f"switches/{key}/report/", {"officers": 2, "ready": True})
    assert (incomplete.status_code, incomplete.json()["code"]) == (400, "incomplete")
    short = ask(cast.gus, f"switches/{key}/report/", {**SHORT, "ready": True})
    assert (short.status_code, short.json()["code"]) == (409, "below_minimum")
    done = ask(cast.gus, f"switches/{key}/report/", {**FULL, "ready": True})
    assert (done.status_code, done.json()["stage"]) == (200, "ready")
    level = ask(cast.gus, f"checkpoints/{only(order).checkpoint.code}/level/").json()
    assert (level["level"], level["switching"]) == ("reinforced", None)
    assert ask(cast.gus, "my-switches/").json()["count"] == 0
    assert ask(cast.gus, "my-switches/?all=true").json()["count"] == 1


def test_a_waiver_comes_from_command_over_rest_too(cast, ask, give):
    key = only(give()).pk
    ask(cast.gus, f"switches/{key}/sign/", {})
    ask(cast.gus, f"switches/{key}/report/", SHORT)
    refused = ask(cast.gus, f"switches/{key}/waive/", {"reason": "增援途中"})
    assert refused.status_code == 403
    waived = ask(cast.chief, f"switches/{key}/waive/", {"reason": "增援途中"}).json()
    assert waived["waiver"]["missing"].endswith(" 1/2")
    assert ask(cast.gus, f"switches/{key}/report/", {"ready": True}).json()["stage"] == "ready"


def test_a_switch_of_the_south_is_not_there_for_the_north(cast, ask, give):
    order = give(make_checkpoint(cast, agency=cast.south_station))
    key = only(order).pk
    for where in (f"switches/{key}/", f"duty-orders/{order.number}/state/"):
        assert ask(cast.nora, where).status_code == 404
    assert ask(cast.gus, f"switches/{key}/sign/", {}).status_code == 404


def test_a_level_is_told_for_a_moment_and_drills_show_as_drills(cast, ask, give):
    here = make_checkpoint(cast)
    drill = give(here, is_drill=True)
    told = ask(cast.gus, f"checkpoints/{here.code}/level/").json()
    assert (told["level"], told["switching"]["is_drill"]) == ("normal", True)
    ready(only(drill), cast.gus)
    assert ask(cast.gus, f"checkpoints/{here.code}/level/").json()["level"] == "normal"
    at = "2025-01-01T00:00:00Z"
    assert ask(cast.gus, f"checkpoints/{here.code}/level/?at={at}").json()["level"] == "normal"
    assert ask(cast.gus, f"checkpoints/{here.code}/level/?at=noon").status_code == 400


def test_an_order_is_extended_rung_again_countersigned_and_ended(cast, ask, give, second):
    order = give()
    where = f"duty-orders/{order.number}/"
    until = (timezone.now() + timedelta(days=2)).isoformat()
    body = {"valid_until": until, "reason": "活动延期一天"}
    assert ask(cast.chief, where, body, "patch").status_code == 400  # which version was read?
    assert ask(cast.chief, where, {**body, "version": 9}, "patch").status_code == 412
    assert ask(cast.chief, where, {**body, "version": 1}, "patch").json()["version"] == 2
    assert ask(cast.chief, f"{where}resend/", {}).status_code == 200
    assert ask(cast.chief, f"{where}countersign/", {}).status_code == 403
    assert ask(second, f"{where}countersign/", {}).status_code == 200
    assert ask(cast.chief, f"{where}cancel/", {"reason": "下达有误"}).json()["state"] == "cancelled"
    assert ask(cast.chief, f"{where}revert/", {"reason": "下达有误"}).status_code == 409


def test_figures_targets_and_procedures_over_rest(cast, ask, give):
    ready(only(give()), cast.gus)
    figures = ask(cast.chief, "duty-figures/?by=agency").json()
    assert (figures["total"]["ready"], figures["groups"][0]["key"]) == (1, cast.north_station.code)
    day = timezone.localdate().isoformat()
    target = ask(cast.chief, "duty-targets/", {"sign_s": 200, "ready_s": 900, "valid_from": day})
    assert target.status_code == 201
    assert ask(cast.gus, "duty-targets/").json()["count"] >= 1
    sop = {"level": "wartime", "title": "战时勤务规范", "text": "全员到岗，双向逐车查验。"}
    made = ask(cast.chief, "duty-sops/", {**sop, "valid_from": day})
    assert (made.status_code, made.json()["number"]) == (201, 1)
    unknown = ask(cast.chief, "duty-sops/", {**sop, "level": "martial", "valid_from": day})
    assert unknown.status_code == 400
    assert ask(cast.gus, "duty-sops/").json()["count"] == 1
