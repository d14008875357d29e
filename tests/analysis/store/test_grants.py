"""The role of the analysis: places and times, no person's table, no column about a person."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from command_center.analysis.store.grants import READS, WRITES
from grid.ledger.analysis_role import ROLE, as_analysis
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PERSONAL = ("name_of", "phone", "identity", "narrative", "address", "caller", "birth", "plate",
            "password", "text")  # fmt: skip


def columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND has_column_privilege(%s,"
            "       quote_ident(table_name)::regclass, column_name, 'SELECT')",
            [ROLE],
        )
        return [(str(table), str(column)) for table, column in cursor.fetchall()]


def test_the_role_reads_what_is_listed_and_nothing_else() -> None:
    readable = {table for table, _column in columns()}
    of_postgis = {"geography_columns", "geometry_columns", "spatial_ref_sys"}
    assert readable - of_postgis == set(READS) | set(WRITES) | {"dispute_counts"}


def test_no_column_it_reads_is_about_a_person() -> None:
    ours = set(READS) | set(WRITES)
    suspicious = {
        (table, column)
        for table, column in columns()
        if table in ours and any(word in column for word in PERSONAL)
    }
    assert suspicious <= {("territory_place", "address")}


@pytest.mark.parametrize(
    "table",
    ["cases_case", "cases_caserevision", "incidents_incident", "organisation_officer",
     "mediation_dispute", "ledger_evententry", "checkwork_seizure"],
)  # fmt: skip
def test_tables_of_persons_are_refused(cast: Cast, table: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        as_analysis(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT 1 FROM {table}")


def test_it_writes_no_case_even_through_the_view(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        as_analysis(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM analysis_cases")


def test_one_reading_inside_another_keeps_the_role() -> None:
    with as_analysis():
        with as_analysis(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone()[0] == ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] != ROLE
