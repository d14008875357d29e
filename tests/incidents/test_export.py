"""Lists that leave: marked, limited, registered, and harmless to a spreadsheet."""

import csv
import io

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from command_center.incidents import export
from command_center.incidents.export import NeedsApproval
from command_center.incidents.models import Incident
from grid.errors import InvalidInput, NotAllowed
from grid.ledger.models import AccessEntry
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from grid.rest.sheets import BOM, csv_lines, safe_cell
from tests.cast import PASSWORD

PURPOSE = "周报统计"


def lines(officer, query=""):
    rows = export.rows(officer, QueryDict(query), purpose=PURPOSE)
    text = "".join(csv_lines(rows)).removeprefix(BOM)
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1+1", "\u3000=1", "=HYPERLINK(1)"]
)
def test_a_formula_becomes_text(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("value", ["中央路", "a=b", 125.1, None, True, ""])
def test_what_is_no_formula_stays_as_it_is(value):
    assert safe_cell(value) == value


def test_the_file_says_who_took_it_when_and_what_for(city, call):
    call(address="=HYPERLINK(1)", caller_name="王某某", caller_phone="13800000000")
    mark, header, row = lines(city.chief)
    assert "长官 C001" in mark[0]
    assert PURPOSE in mark[0]
    assert row[header.index("address")] == "'=HYPERLINK(1)"
    assert not any("13800000000" in cell or "王某某" in cell for cell in row)
    entry = AccessEntry.objects.get()
    assert (entry.operation, entry.actor_label) == ("export", "长官 C001")


def test_only_ones_own_ground_and_only_what_was_filtered_for_leaves(city, call):
    call(address="北街")
    call(by=city.sam, lng=125.11, lat=42.89, address="南街")
    assert len(lines(city.nora)) == 3
    assert len(lines(city.chief)) == 4
    assert len(lines(city.chief, "q=南街")) == 3


def test_a_workbook_holds_texts_not_formulae(city, call):
    call(address="=1+1")
    rows = export.rows(city.chief, QueryDict(""), purpose=PURPOSE)
    book = load_workbook(io.BytesIO(export.as_xlsx(rows)))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "'=1+1" in values
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_nobody_exports_without_a_purpose(city):
    with pytest.raises(InvalidInput):
        export.rows(city.chief, QueryDict(""), purpose=" ")
    with pytest.raises(InvalidInput):
        export.rows(city.chief, QueryDict("state=nonsense"), purpose=PURPOSE)
    assert AccessEntry.objects.count() == 0


def test_a_large_export_needs_a_second_person(city, call, monkeypatch):
    monkeypatch.setattr(export, "UNAPPROVED", 1)
    call(), call()
    with pytest.raises(NeedsApproval):
        lines(city.chief)
    asked = export.ask_approval(QueryDict(""), by=city.chief, purpose=PURPOSE)
    with pytest.raises(NotAllowed):
        export.approve(asked.pk, by=city.chief)
    second = Officer.objects.create_officer(
        badge_number="C002", name="副手", agency=city.city, password=PASSWORD
    )
    RoleGrant.objects.create(
        officer=second, role=Role.DUTY_COMMANDER, granted_by="seth", approved_by="sven"
    )
    export.approve(asked.pk, by=second)
    assert len(lines(city.chief)) == 2 + Incident.objects.count()
    with pytest.raises(NeedsApproval):
        lines(city.chief, "level=2")


def test_the_page_asks_for_the_purpose_first(city, call, client):
    call()
    client.force_login(city.chief)
    asked = client.get("/incidents/export/?level=2")
    assert asked.status_code in (200, 403)  # 403 until the second factor is set up
