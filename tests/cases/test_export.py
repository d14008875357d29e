"""Cases taken away as a table: by page and REST the same, told in the ledger, never cut short."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from command_center.cases import exporting
from command_center.cases.importing.columns import WORDS
from grid.ledger.models import AuditEntry, EventEntry
from grid.organisation.models import ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/cases/export.csv"
TOKEN = "anlan_cases_export"


def client_system(cast: Cast, *rights: Right) -> APIClient:
    """A program of the northern branch with its token, as it would come over the wire."""
    ClientSystem.objects.create(
        name="papers", agency=cast.north, token_digest=digest(TOKEN), scopes=[*rights],
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    return client


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer).decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_a_program_takes_the_cases_of_its_area_as_the_page_gives_them(
    cast: Cast, client: Client
) -> None:
    ours = make_case(cast, narrative="secret", entry="door_forced", loss_yuan=1200)
    make_case(cast, agency=cast.south_station)
    program = client_system(cast, Right.CASE_EXPORT)
    answer: Any = program.get(ADDRESS, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    head, *rows = rows_of(answer)
    assert [row[0] for row in rows] == [ours.number]
    assert head == list(exporting.HEADS)
    assert "secret" not in rows[0]
    client.force_login(cast.ana)
    assert rows_of(client.get("/cases/export.csv")) == [head, *rows]


def test_each_taking_is_told_with_the_filters_and_who_took(cast: Cast) -> None:
    client_system(cast, Right.CASE_EXPORT).get(ADDRESS, {"category": "050200", "state": "open"})
    fact = EventEntry.objects.get(kind="cases.exported")
    assert fact.payload == {"filters": ["category", "state"]}
    assert AuditEntry.objects.get(action="cases.exported").channel == "api"


def test_a_filter_narrows_the_table_and_a_wrong_one_is_refused(cast: Cast) -> None:
    make_case(cast)
    fraud = make_case(cast, category="050300")
    program = client_system(cast, Right.CASE_EXPORT)
    found: Any = program.get(ADDRESS, {"category": "050300"})
    assert [row[0] for row in rows_of(found)[1:]] == [fraud.number]
    assert program.get(ADDRESS, {"state": "dreamt"}).status_code == 400


def test_reading_cases_is_not_yet_taking_them_away(cast: Cast) -> None:
    assert client_system(cast, Right.CASE_READ).get(ADDRESS).status_code == 403
    assert not EventEntry.objects.filter(kind="cases.exported").exists()


def test_of_a_sensitive_case_the_table_has_no_place(cast: Cast) -> None:
    make_case(cast, category="L04002", address="Hidden road 1")
    answer: Any = client_system(cast, Right.CASE_EXPORT).get(ADDRESS)
    head, row = rows_of(answer)
    told = dict(zip(head, row, strict=True))
    assert (told["address"], told["cell"], told["lng"], told["crs"]) == ("", "", "", "")


def test_a_table_that_would_be_cut_short_is_refused(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    for _ in range(2):
        make_case(cast)
    program = client_system(cast, Right.CASE_EXPORT)
    refused = program.get(ADDRESS, headers={"Accept-Language": "en"})
    assert (refused.status_code, "by months" in refused.json()["message"]) == (400, True)
    client.force_login(cast.ana)
    page = client.get("/cases/export.csv")
    assert (page.status_code, b"More than 1 cases" in page.content) == (400, True)
    assert not EventEntry.objects.filter(kind="cases.exported").exists()


def test_the_import_knows_every_column_of_the_export_it_can_take() -> None:
    derived = {"number", "category_name", "kind", "state", "agency_name"}
    assert set(exporting.HEADS) - derived <= set(WORDS)
