"""Stations' and gantries' systems write, read, sign and ask over REST."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from checkpoints.lookout.models import CheckTally, Hit, Notice
from grid.ledger.models import AccessEntry, IdempotencyKey
from grid.organisation.models import Agency, ClientSystem, Officer
from grid.organisation.tokens import digest
from tests.cast import Cast
from tests.checkpoints.lookout.make import make_hit, make_notice, said
from tests.checkpoints.make import make_checkpoint

KEYS = count(1)
BASE = "/api/v1/lookout-notices/"


def of(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def post(client: Client, where: str, body: Any = None, **headers: str) -> Any:
    headers = {"Idempotency-Key": f"lookout-{next(KEYS):06d}"} | headers
    return client.post(where, body or {}, content_type="application/json", headers=headers)


def gantry(agency: Agency, *scopes: str) -> dict[str, str]:
    token = f"anlan_lookout_{next(KEYS)}"
    ClientSystem.objects.create(
        name="卡口平台",
        agency=agency,
        token_digest=digest(token),
        token_hint="gantry",
        scopes=list(scopes or ("notices.check",)),
        owner="N",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"Authorization": f"Bearer {token}"}


def body(**changes: Any) -> dict[str, Any]:
    fields = said(**changes)
    return fields | {"valid_to": fields["valid_to"].isoformat()}


def test_a_notice_is_written_approved_signed_for_and_revoked_over_rest(cast: Cast) -> None:
    make_checkpoint(cast)
    written = post(of(cast.nora), BASE, body(sought="吉IO5001"))
    assert (written.status_code, written.json()["state"]) == (201, "draft")
    where = f"{BASE}{written.json()['number']}/"
    approved = post(of(cast.chief), f"{where}approve/", {"version": 1})
    assert (approved.json()["state"], approved.json()["stations"]) == ("approved", 1)
    signed = post(of(cast.gus), f"{where}acknowledge/")
    assert (signed.json()["state"], signed.json()["agency"]["name"]) == ("done", "北站派出所")
    revoked = post(of(cast.nora), f"{where}revoke/", {"reason": "车辆已找到"})
    assert revoked.json()["state"] == "revoked"
    assert "吉IO5001" not in str([a.json() for a in (written, approved, signed, revoked)])


def test_whom_it_names_leaves_only_with_the_one_notice_and_on_the_register(cast: Cast) -> None:
    notice = make_notice(cast, approved=True, sought="吉IO5002")
    client = of(cast.gus)
    assert "吉IO5002" not in client.get(BASE).content.decode()
    one = client.get(f"{BASE}{notice.number}/").json()
    assert one["identity"]["sought"] == "吉IO5002"
    entry = AccessEntry.objects.get()
    assert (entry.subject_id, entry.fields) == (
        notice.number,
        ["sought", "sought_name", "description"],
    )
    assert "吉IO5002" not in str(list(IdempotencyKey.objects.values()))


def test_every_fault_of_a_body_is_named_with_its_field(cast: Cast) -> None:
    answer = post(of(cast.nora), BASE, body(sought="吉IO*", grounds="", kind="vehicle"))
    assert answer.status_code == 400
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert "/grounds" in pointers
    answer = post(of(cast.nora), BASE, body(sought="吉IO*", action="拦"))
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert pointers == {"/sought", "/action"}
    answer = post(of(cast.nora), BASE, body(agency=cast.south.code))
    assert answer.json()["errors"][0]["pointer"] == "/agency"
    assert not Notice.objects.exists()


def test_a_stale_version_and_a_lost_race_have_their_status(cast: Cast) -> None:
    where = f"{BASE}{make_notice(cast).number}/approve/"
    client = of(cast.chief)
    assert post(client, where, {"version": 9}).status_code == 412
    assert post(client, where, **{"If-Match": '"1"'}).status_code == 200
    assert post(client, where).status_code == 409


def test_a_renewal_over_rest_gives_the_new_end(cast: Cast) -> None:
    notice = make_notice(cast, approved=True)
    until = (timezone.now() + timedelta(days=20)).isoformat()
    term = dict.fromkeys(("instrument_type", "instrument_number", "instrument_issuer"), "延期")
    answer = post(
        of(cast.chief),
        f"{BASE}{notice.number}/renew/",
        term | {"reason": "仍未找到", "valid_to": until},
    )
    assert answer.status_code == 200
    assert [one["reason"] for one in answer.json()["renewals"]] == ["仍未找到"]


def test_what_is_over_is_absent_from_list_and_detail(cast: Cast, time_machine: Any) -> None:
    notice = make_notice(cast, approved=True)
    time_machine.move_to(notice.valid_to, tick=False)
    client = of(cast.chief)
    assert client.get(BASE).json()["results"] == []
    assert client.get(f"{BASE}{notice.number}/").status_code == 404
    assert client.get("/lookout/notices/export/").getvalue().decode().count("\n") == 1


def test_the_list_tells_what_the_own_station_has_not_signed_and_marks_it_delivered(
    cast: Cast,
) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True)
    client = of(cast.gus)
    rows = client.get(BASE, {"unread": "true"}).json()["results"]
    assert [row["number"] for row in rows] == [notice.number]
    assert notice.acknowledgements.get().delivered_at is not None
    post(client, f"{BASE}{notice.number}/acknowledge/")
    assert client.get(BASE, {"unread": "true"}).json()["results"] == []


def test_a_notice_of_the_south_is_absent_in_the_north(cast: Cast) -> None:
    notice = make_notice(cast, south=True, approved=True)
    assert of(cast.nora).get(f"{BASE}{notice.number}/").status_code == 404


def test_a_gantry_asks_with_its_token_and_hears_the_place_in_its_list(cast: Cast) -> None:
    checkpoint = make_checkpoint(cast)
    notice = make_notice(cast, approved=True, sought="吉IO5003")
    answer = post(
        Client(),
        "/api/v1/lookout-checks/",
        {"checkpoint": checkpoint.code, "plates": ["吉IO0000", "吉IO5003"]},
        **gantry(cast.north_station),
    )
    told = answer.json()
    assert (answer.status_code, told["checked"]) == (200, 2)
    (hit,) = told["hits"]
    assert (hit["what"], hit["position"]) == ("plate", 1)
    assert hit["hit"]["notice_number"] == notice.number
    assert "吉IO5003" not in answer.content.decode()


@pytest.mark.parametrize(
    ("scopes", "status"), [(("notices.check",), 400), (("notices.read",), 403)], ids=["may", "not"]
)
def test_a_gantry_asks_only_with_its_right_and_only_at_its_own_checkpoints(
    scopes: tuple[str, ...], status: int, cast: Cast
) -> None:
    southern = make_checkpoint(cast, agency=cast.south_station)
    answer = post(
        Client(),
        "/api/v1/lookout-checks/",
        {"checkpoint": southern.code, "plates": ["吉IO0000"]},
        **gantry(cast.north_station, *scopes),
    )
    assert answer.status_code == status
    assert not CheckTally.objects.exists()


def test_a_checkpoint_whose_instrument_is_over_asks_nothing(cast: Cast) -> None:
    over = make_checkpoint(cast, valid_to=timezone.now() - timedelta(seconds=1))
    answer = post(
        of(cast.gus), "/api/v1/lookout-checks/", {"checkpoint": over.code, "plates": ["吉IO1"]}
    )
    assert answer.json()["errors"][0]["pointer"] == "/checkpoint"


def test_a_fault_in_a_batch_is_told_by_its_place(cast: Cast) -> None:
    answer = post(
        of(cast.gus),
        "/api/v1/lookout-checks/",
        {"checkpoint": make_checkpoint(cast).code, "plates": ["吉IO0001", 7]},
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("/plates")


def test_a_hit_is_listed_opened_and_confirmed_over_rest(cast: Cast) -> None:
    hit = make_hit(cast)
    client = of(cast.gus)
    where = f"/api/v1/lookout-hits/{hit.pk}/"
    listed = client.get("/api/v1/lookout-hits/", {"state": "open"}).json()["results"]
    assert [row["id"] for row in listed] == [hit.pk]
    assert client.get(where).json()["version"] == 1
    answer = post(client, f"{where}confirm/", {"result": "found_safe", "note": "已联系家属"})
    assert (answer.json()["is_true"], answer.json()["state"]) == (True, "done")
    assert post(client, f"{where}confirm/", {"result": "misread"}).status_code == 409
    assert of(cast.sam).get(where).status_code == 404
    for state, found in (("open", 0), ("late", 0), ("true", 1), ("false", 0)):
        assert client.get("/api/v1/lookout-hits/", {"state": state}).json()["count"] == found


def test_the_counts_are_summed_by_local_day_and_checkpoint(cast: Cast) -> None:
    hit = make_hit(cast)
    rows = of(cast.gus).get("/api/v1/lookout-figures/").json()["results"]
    assert [(row["checkpoint__code"], row["checked"], row["hits"]) for row in rows] == [
        (hit.checkpoint.code, 1, 1)
    ]
    assert of(cast.sam).get("/api/v1/lookout-figures/").json()["results"] == []
    for query in ({"day_from": "2020-01-01"}, {"day_to": "9999-12-31"}, {"day_to": "x"}):
        assert of(cast.gus).get("/api/v1/lookout-figures/", query).status_code == 400


def test_sending_a_confirmation_twice_counts_once(cast: Cast) -> None:
    hit = make_hit(cast)
    client, where = of(cast.gus), f"/api/v1/lookout-hits/{hit.pk}/confirm/"
    key = {"Idempotency-Key": "lookout-the-same"}
    first = post(client, where, {"result": "misread"}, **key)
    again = post(client, where, {"result": "misread"}, **key)
    assert first.json() == again.json()
    assert Hit.objects.get().version == 3
