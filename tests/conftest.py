"""Fixtures every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cast import Cast, call_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and the ground of the tests."""
    return call_cast()


@pytest.fixture(scope="session", autouse=True)
def _test_database_may_be_emptied() -> Iterator[None]:
    """Between transactional tests Django truncates every table, which the ledger refuses to all others."""
    truncate = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> Any:
        return truncate(self, ["SET LOCAL anlan.flush = 'on'", *sql_list] if sql_list else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield
