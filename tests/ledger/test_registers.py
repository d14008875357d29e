"""Those who supervise find any act, and their own reading is found as well."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.test import APIClient

from grid.ledger.access import note_access
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import AccessEntry, EventEntry
from grid.ledger.services import record
from grid.ledger.views import registers
from grid.rest.sheets import csv_lines, safe_cell
from tests.cast import Cast

MakeFact = Callable[..., Fact]


@pytest.fixture
def acts(cast: Cast, fact: MakeFact) -> None:
    """Nora and Sam each worked on an incident; Nora looked at a caller; the platform tidied up."""
    record(cast.nora.as_actor(), fact(subject_id="J1", reason="=HYPERLINK(1)"))
    record(cast.sam.as_actor(), fact(subject_id="J2", agency_path=cast.south.path))
    record(PLATFORM, fact(kind="ledger.retention_applied", subject_id="table", agency_path=""))
    note_access(
        cast.nora.as_actor(),
        operation="consultation",
        subject_type="incident",
        subject_id="J1",
        agency_path=cast.north.path,
        fields=["caller_phone"],
        purpose="call_back",
        case_number="A2026-1",
        reason="the line broke",
    )


def actions(client: APIClient, query: str = "") -> list[str]:
    found = client.get(f"/api/v1/audit/{query}").json()["results"]
    return [f"{row['action']} {row['subject_id']}" for row in found]


def test_the_audit_administrator_sees_every_act_newest_first(
    cast: Cast, acts: None, signed_in: Any
) -> None:
    assert actions(signed_in(cast.audra)) == [
        "ledger.access_noted J1",
        "ledger.retention_applied table",
        "incidents.received J2",
        "incidents.received J1",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?actor=S001", ["incidents.received J2"]),
        ("?subject=incident:J2", ["incidents.received J2"]),
        ("?subject=J2", ["incidents.received J2"]),
        ("?subject=alert:J2", []),
        ("?action=ledger.ret", ["ledger.retention_applied table"]),
        ("?last_day=2000-01-01", []),
        ("?first_day=2999-01-01", []),
        ("?first_day=2000-01-01&actor=S001", ["incidents.received J2"]),
    ],
)
def test_acts_are_found_by_who_what_and_when(
    cast: Cast, acts: None, signed_in: Any, query: str, expected: list[str]
) -> None:
    assert actions(signed_in(cast.audra), query) == expected


def test_a_day_that_is_none_is_refused_with_a_pointer(cast: Cast, signed_in: Any) -> None:
    answer = signed_in(cast.audra).get("/api/v1/audit/?first_day=yesterday")
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/first_day"]


def test_reading_the_audit_chain_is_itself_written_down(
    cast: Cast, acts: None, signed_in: Any
) -> None:
    actions(signed_in(cast.ada), "?actor=N001")
    line = AccessEntry.objects.latest("pk")
    assert (line.actor_label, line.operation) == ("艾达 A001", "review")
    assert (line.subject_type, line.subject_id) == ("register", "audit")
    assert line.reason == "actor=N001"


def test_the_register_says_who_looked_at_what_and_why(
    cast: Cast, acts: None, signed_in: Any
) -> None:
    (line,) = signed_in(cast.audra).get("/api/v1/access-register/").json()["results"]
    assert line["actor_label"] == "诺拉 N001"
    assert line["fields"] == ["caller_phone"]
    assert (line["purpose"], line["case_number"]) == ("call_back", "A2026-1")


def test_a_look_is_a_fact_without_the_reason_or_a_value(cast: Cast, acts: None) -> None:
    seen = EventEntry.objects.get(kind="ledger.access_noted")
    assert seen.payload == {
        "operation": "consultation",
        "fields": ["caller_phone"],
        "purpose": "call_back",
    }


@pytest.mark.parametrize("path", ["audit", "access-register"])
def test_dispatchers_cannot_read_the_registers(cast: Cast, signed_in: Any, path: str) -> None:
    assert signed_in(cast.nora).get(f"/api/v1/{path}/").status_code == 403
    assert APIClient().get(f"/api/v1/{path}/").status_code == 401


def test_an_auditor_of_the_north_sees_nothing_of_the_south(
    cast: Cast, acts: None, signed_in: Any
) -> None:
    cast.audra.agency = cast.north
    cast.audra.save()
    found = actions(signed_in(cast.audra))
    assert found == ["ledger.access_noted J1", "incidents.received J1"]


def page(rf: RequestFactory, view: Any, officer: Any, query: str = "") -> Any:
    request = rf.get(f"/audit/{query}")
    request.user = officer
    return view(request)


def test_the_export_is_a_table_no_spreadsheet_runs(
    cast: Cast, acts: None, rf: RequestFactory
) -> None:
    answer = page(rf, registers.audit_list, cast.audra, "?format=csv&actor=N001&action=incidents.")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffseq,at,")
    (row,) = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert row["reason"] == "'=HYPERLINK(1)"
    assert AccessEntry.objects.latest("pk").operation == "export"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_a_text_that_would_run_stays_text(sign: str) -> None:
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"


def test_numbers_and_plain_words_are_left_alone() -> None:
    assert [safe_cell(cell) for cell in (-3, 2.5, None, "人民大街1号", "a=b")] == [
        -3,
        2.5,
        None,
        "人民大街1号",
        "a=b",
    ]


def test_a_table_keeps_commas_and_quotes_inside_their_cell() -> None:
    lines = list(csv_lines([["a"], ['x,"y"'], ["z"]]))
    assert lines == ["\ufeffa\r\n", '"x,""y"""\r\n', "z\r\n"]
