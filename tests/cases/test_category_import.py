"""Deeper codes come from the city's own copy of the standard, tried first; none is made up."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from rest_framework.test import APIClient

from command_center.cases import sets
from command_center.cases.category_sheet import TABLE
from command_center.cases.models import CaseCategory, CategoryMapping
from grid.errors import NotAllowed
from grid.frame.sheet_import import Taken, take
from grid.ledger.idempotency import form_key
from grid.ledger.models import EventEntry
from tests.cases.make import category, make_set
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = "system,code,name,name_en,kind,parent,means,valid_from,valid_to"
ROBBERY = "ga240_8,05000101,Example kind,Example,,05000100,050101,2020-01-01,"


def taken(cast: Cast, *lines: str, head: str = HEAD, **how: Any) -> Taken:
    told = {"dry_run": False, **how}
    text = "\n".join([head, *lines])
    return take(TABLE, text, by=cast.chief.as_actor(), viewer=cast.chief, **told)


def faults(found: Taken) -> list[tuple[int, str]]:
    return [(fault["row"], fault["field"]) for fault in found.faults]


def test_a_deeper_code_comes_in_below_its_parent_and_means_the_old_one(cast: Cast) -> None:
    assert (taken(cast, ROBBERY).created, CategoryMapping.objects.count()) == (1, 4)
    row = category("05000101")
    assert (row.system, row.depth, row.kind, row.parent) == (
        "ga240_8", 3, "criminal", category("05000100"),
    )  # fmt: skip
    make_set("homes", "050101")
    assert row.pk in sets.category_ids("homes", cast.north.path, date(2026, 1, 1))


def test_the_same_file_again_changes_nothing_and_tells_nothing(cast: Cast) -> None:
    taken(cast, ROBBERY)
    told = EventEntry.objects.count()
    again = taken(cast, ROBBERY)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert (EventEntry.objects.count(), category("05000101").version) == (told, 1)


def test_a_mended_row_changes_the_name_and_raises_the_version(cast: Cast) -> None:
    taken(cast, ROBBERY)
    assert taken(cast, ROBBERY.replace("Example kind", "Other words")).changed == 1
    assert (category("05000101").name, category("05000101").version) == ("Other words", 2)


def test_a_later_day_begins_the_code_anew_and_ends_what_held_before(cast: Cast) -> None:
    taken(cast, ROBBERY)
    assert taken(cast, ROBBERY.replace("2020-01-01", "2026-01-01")).created == 1
    former, row = CaseCategory.objects.filter(code="05000101").order_by("valid_from")
    assert (former.valid_to, row.valid_to) == (date(2026, 1, 1), None)
    early = taken(cast, ROBBERY.replace("2020-01-01", "2019-01-01"))
    assert faults(early) == [(2, "valid_from")]


def test_every_bad_row_is_named_and_nothing_is_half_written(cast: Cast) -> None:
    before = CaseCategory.objects.count()
    found = taken(
        cast,
        ROBBERY,
        "ga240_8,0500,Short,,,,,,",
        "ga240_6,059901,,,,050000,,,",
        "ga240_6,059902,Nowhere,,,777777,,,",
        "ga240_6,L04001,Letters,,,,,,",
        "local,050201,Taken elsewhere,,,,,,",
        "local,Z1,Means nothing,,,,999999,,",
        "ga240_6,050201,,,administrative,050300,,,",
    )
    wanted = [(3, "code"), (4, "name"), (5, "parent"), (6, "code"), (7, "code"), (8, "means"),
              (9, "kind"), (9, "parent")]  # fmt: skip
    assert (faults(found), found.is_written) == (wanted, False)
    assert CaseCategory.objects.count() == before


def test_the_good_rows_come_in_where_somebody_says_so(cast: Cast) -> None:
    found = taken(cast, ROBBERY, "ga240_8,1,x,,,,,,", only_valid=True)
    assert (found.created, found.faulty, found.is_written) == (1, 1, True)


def test_a_workbook_that_dropped_the_nought_is_read_all_the_same(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["system", "code", "name", "valid_from"])
    sheet.append([])
    sheet.append(["ga240_6", 59901, "Example kind", date(2020, 1, 1)])
    sheet.append(["ga240_6", "much", "x", None])
    kept = BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("categories.xlsx", kept.getvalue())
    page = client.post(
        reverse("case_category_import"), {"file": file, "act": "try", "form_key": form_key()}
    )
    assert page.context["taken"].created == 1
    assert faults(page.context["taken"]) == [(4, "code")]
    told = {"text": page.context["text"], "act": "valid", "form_key": form_key()}
    assert client.post(reverse("case_category_import"), told).status_code == 302
    assert category("059901").valid_from == date(2020, 1, 1)


def test_what_is_no_workbook_is_said_to_be_none(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    file = SimpleUploadedFile("broken.xlsx", b"PK\x03\x04 no workbook")
    page = client.post(
        reverse("case_category_import"), {"file": file, "act": "try", "form_key": form_key()}
    )
    assert "The workbook cannot be read." in page.content.decode()


def test_the_export_of_the_categories_comes_in_again_without_a_change(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.ana)
    answer: Any = client.get(reverse("case_category_export"))
    text = b"".join(answer).decode("utf-8-sig")
    again = take(TABLE, text, by=cast.chief.as_actor(), viewer=cast.chief, dry_run=False)
    assert again.faults == []
    assert (again.created, again.changed) == (0, 0)
    assert again.unchanged == CaseCategory.objects.count()


def test_categories_are_the_citys(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    assert client.get(reverse("case_category_import")).status_code == 403
    with pytest.raises(NotAllowed):
        TABLE.save(None, by=None, viewer=cast.ana, system="local", code="Z9", name="x")
    page = client.get(reverse("case_reference")).content.decode()
    assert "its own copy of the standard" in page


def test_a_program_of_the_city_sends_categories_over_rest(cast: Cast) -> None:
    program = APIClient()
    program.force_login(cast.chief)
    body = {"csv": f"{HEAD}\n{ROBBERY}", "dry_run": False}
    headers = {"Idempotency-Key": str(uuid4())}
    answer: Any = program.post(
        "/api/v1/case-categories/import/", body, format="json", headers=headers
    )
    assert (answer.status_code, answer.json()["created"]) == (200, 1)
    assert category("05000101").name == "Example kind"
