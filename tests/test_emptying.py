"""A transactional test leaves the database as the migrations made it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection, transaction

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from grid.organisation.models import Officer
from patrol.units.models import Capability
from tests import emptying
from tests.cast import call_cast

pytestmark = pytest.mark.django_db(transaction=True)


def facts(number: int, letters: int) -> None:
    made = [
        Fact(
            kind="tests.written",
            subject_type="test",
            subject_id=str(n),
            agency_path="",
            payload={"text": "x" * letters},
        )
        for n in range(number)
    ]
    with transaction.atomic():
        record(PLATFORM, *made)


def restore() -> None:
    with connection.cursor() as cursor:
        cursor.execute(emptying.RESTORE)


def test_what_was_written_goes_even_from_tables_that_refuse_deletion() -> None:
    call_cast()
    facts(3, letters=1)
    restore()
    assert not Officer.objects.exists()
    assert not EventEntry.objects.exists()


def test_a_table_that_has_grown_large_is_empty_too_and_small_again() -> None:
    facts(1_000, letters=1_500)
    restore()
    assert not EventEntry.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('ledger_evententry')")
        assert cursor.fetchone() == (0,)


def test_what_the_migrations_brought_comes_back_as_it_was() -> None:
    before = list(Capability.objects.order_by("pk").values())
    permissions = Permission.objects.count()
    Capability.objects.order_by("pk")[:1].get().delete()
    Capability.objects.update(name="changed")
    Permission.objects.all().delete()
    restore()
    assert list(Capability.objects.order_by("pk").values()) == before != []
    assert Permission.objects.count() == permissions > 0


def test_whoever_still_writes_is_waited_for() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor, connection.cursor() as mine:
            other.set_autocommit(False)
            cursor.execute("DELETE FROM ledger_evententry WHERE false")
            mine.execute("SET lock_timeout = '50ms'")
            try:
                with pytest.raises(OperationalError, match="lock timeout"):
                    mine.execute(emptying.RESTORE)
            finally:
                mine.execute("RESET lock_timeout")  # the tests after this one share the connection
    finally:
        other.close()
