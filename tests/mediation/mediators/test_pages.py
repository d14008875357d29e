"""Bodies that mediate, mediators, and groups of the villages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.ledger.idempotency import form_key
from grid.territory.models import Division
from mediation.mediators import selectors, services
from mediation.mediators.law import lacks
from mediation.mediators.models import Mediator, VillageGroup
from tests.cast import Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_body, make_mediator

pytestmark = pytest.mark.django_db


def send(client: Client, where: str, said: dict[str, Any]) -> Any:
    """A form, sent once."""
    return client.post(where, said | {"form_key": form_key()})


def villages(count: int) -> list[Division]:
    return Division.objects.bulk_create(
        Division(code=f"9901{place:08}", name=f"示例{place}村", level=Division.Level.VILLAGE)
        for place in range(count)
    )


def test_a_committee_has_three_to_nine_members_a_woman_a_head_and_a_term(cast: Cast) -> None:
    body = make_body(cast, kind="village")
    assert len(lacks(body, [], timezone.localdate())) == 4
    body.term_to = date(2099, 1, 1)
    three = [Mediator(body=body, is_woman=place == 0, office="head") for place in range(3)]
    assert lacks(body, three, timezone.localdate()) == []
    assert lacks(body, three * 4, timezone.localdate())
    assert lacks(make_body(cast), [], timezone.localdate()) == []


def test_the_list_shows_what_a_body_lacks_and_the_load_of_mediators(
    cast: Cast, client: Client
) -> None:
    make_body(cast, kind="village", name="East village")
    walk.assigned(cast)
    client.force_login(cast.lea)
    listed = client.get(reverse("mediation_body_list")).content.decode()
    assert "0 members, the law wants 3 to 9" in listed
    page = client.get(reverse("mediator_list"), {"kind": "coordinator"}).content.decode()
    assert cast.mia.name in page
    assert "<td>1</td>" in page
    assert cast.mia.name in client.get(reverse("mediator_export")).getvalue().decode()
    assert client.get(reverse("mediation_body_export")).status_code == 200


def test_a_leader_enters_a_body_and_a_mediator_whose_home_is_not_kept(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.lea)
    said = {"code": "TJ-X", "name": "New room", "kind": "police", "level": "town", "is_active": 1}
    assert send(client, reverse("mediation_body_new"), said).status_code == 302
    who = {
        "name": "王某", "body": "TJ-X", "kind": "retired_judge", "most_at_once": 5,
        "valid_from": "2026-01-01", "home": "示例路 1 号",
    }  # fmt: skip
    assert send(client, reverse("mediator_new"), who).status_code == 302
    made = Mediator.objects.get(name="王某")
    assert made.home_index == services.index_of_home("示例路1号")
    edit = reverse("mediator_edit", args=[made.pk])
    assert "示例路" not in client.get(edit).content.decode()
    assert send(client, edit, who | {"version": 0}).status_code in (400, 412)
    assert client.get(reverse("mediation_body_detail", args=["TJ-X"])).status_code == 200


def test_another_body_of_the_same_code_is_refused_with_its_field(
    cast: Cast, client: Client
) -> None:
    body = make_body(cast)
    client.force_login(cast.lea)
    said = {"code": body.code, "name": "Twin", "kind": "police", "level": "town"}
    answer = send(client, reverse("mediation_body_new"), said)
    assert answer.status_code == 400
    assert "There is a body of this code." in answer.content.decode()


def test_465_groups_of_villages_and_how_many_were_active_in_the_month(
    cast: Cast, client: Client
) -> None:
    places = villages(465)
    VillageGroup.objects.bulk_create(
        VillageGroup(division=one, agency=cast.north_station, name="Group", headcount=5)
        for one in places
    )
    first = timezone.localdate().replace(day=1)
    for group in VillageGroup.objects.all()[:3]:
        services.note_activity(group, by=cast.lea, on=first, settled=1)
    assert selectors.activity(cast.lea, first) == {"groups": 465, "active": 3}
    assert selectors.activity(cast.lea, date(2026, 1, 1))["active"] == 0
    client.force_login(cast.lea)
    month = f"{first:%Y-%m}"
    page = client.get(reverse("village_group_list"), {"month": month}).content.decode()
    assert f"3 of 465 groups were active in {month}." in page
    assert selectors.groups(cast.lea, idle=True, month=first).count() == 462


def test_a_group_notes_its_day_on_its_page(cast: Cast, client: Client) -> None:
    (village,) = villages(1)
    group = services.save_group(None, by=cast.lea, name="East", division=village.code, headcount=4)
    client.force_login(cast.lea)
    where = reverse("village_group_detail", args=[group.pk])
    said = {"on": timezone.localdate().isoformat(), "people": 2, "visited": 9, "settled": 1}
    assert send(client, where, said).status_code == 302
    assert "9 households" in client.get(where).content.decode()
    assert send(client, where, said | {"on": "2099-01-01"}).status_code == 400


def test_rest_lists_bodies_and_takes_a_mediator(cast: Cast, client: Client) -> None:
    mia = make_mediator(cast)
    client.force_login(cast.lea)
    listed = client.get(reverse("api_mediation_bodies")).json()
    assert mia.body.code in str(listed)
    said = {"body": mia.body.code, "name": "李某", "kind": "lawyer"}
    answer = client.post(
        reverse("api_mediators"), said, content_type="application/json",
        headers={"Idempotency-Key": "mediators-rest-1"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    assert client.get(reverse("api_mediator", args=[answer.json()["id"]])).json()["load"] == 0
