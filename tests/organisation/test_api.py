"""REST of the organisation."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from grid.organisation.models import Officer
from tests.cast import Cast


def test_me_says_who_one_is_and_what_one_may(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    me = client.get("/api/v1/me/").json()
    assert (me["kind"], me["id"], me["roles"]) == ("officer", "N001", ["dispatcher"])
    assert me["scope"] == cast.north.path
    assert "incidents.work" in me["rights"] and "audit.read" not in me["rights"]


def test_agencies_come_in_tree_order_with_their_parents(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    rows = client.get("/api/v1/agencies/").json()["results"]
    assert [row["code"] for row in rows][:3] == ["990000000000", "990100000000", "990101000000"]
    assert [row["parent_code"] for row in rows][:2] == [None, "990000000000"]
    assert client.get("/api/v1/agencies/?q=南").json()["count"] == 2


def test_officers_show_roles_in_force_and_no_closed_accounts(cast: Cast, client: Client) -> None:
    Officer.objects.filter(pk=cast.cora.pk).update(is_active=False)
    client.force_login(cast.nora)
    rows = client.get("/api/v1/officers/").json()["results"]
    assert {row["badge_number"]: row["roles"] for row in rows} == {
        "N001": ["dispatcher"],
        "N003": ["patrol"],
        "N004": ["checkpoint"],
        "N005": ["video_operator"],
        "N006": ["contractor"],
        "N007": ["mediator"],
        "N008": ["agency_leader"],
        "N010": ["analyst"],
        "N009": [],
    }
    assert "password" not in str(rows)


def test_an_unknown_role_is_a_fault_with_its_pointer(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    answer = client.get("/api/v1/officers/?role=king")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/role"


def test_two_hundred_rows_are_the_most(cast: Cast, client: Client) -> None:
    Officer.objects.bulk_create(
        Officer(badge_number=f"M{n:03}", name="某", agency=cast.north, password="!")
        for n in range(250)
    )
    client.force_login(cast.nora)
    page = client.get("/api/v1/officers/?limit=200").json()
    assert (page["count"], len(page["results"])) == (260, 200)
    assert client.get("/api/v1/officers/?limit=1000000000").status_code == 400


def test_the_list_of_officers_costs_the_same_however_long(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.chief)
    with django_assert_max_num_queries(7):
        client.get("/api/v1/officers/")
