"""The audit chain shows any tampering, even by whoever owns the database."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from grid.ledger.actors import PLATFORM
from grid.ledger.audit import verify, write_anchor
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, Epoch, EventEntry
from grid.ledger.services import record
from tests.cast import Cast

MakeFact = Callable[..., Fact]


@pytest.fixture(autouse=True)
def anchors(settings, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHORS = tmp_path / "anchors.txt"
    return settings.AUDIT_ANCHORS


@pytest.fixture
def chain(cast: Cast, fact: MakeFact) -> None:
    """Ten links, with all kinds of letters in them."""
    reasons = [
        "",
        "报警人催办",
        'quotes "and" \\ backslash',
        "line\nbreak",
        "𠮷野家 👮",
        "\u202eRTL",
    ]
    for reason in reasons:
        record(cast.nora.as_actor(), fact(reason=reason, payload={"text": reason, "lng": 125.1}))
    record(PLATFORM, *(fact(payload={"n": n, "f": 1e-7 * n}) for n in range(4)))


def as_owner(sql: str) -> None:
    """What somebody with the owner's password could do: switch the triggers off and write."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE ledger_auditentry ENABLE TRIGGER USER")


def verified() -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def test_an_untouched_chain_verifies(chain: None) -> None:
    assert verified().startswith("10 audit entries verified, the last is 10 ")


def test_an_empty_chain_verifies(db: None) -> None:
    assert verified().startswith("0 audit entries verified")


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'nothing happened'",
        "actor_label = '别人'",
        "details = '{}'",
        "at = at + interval '1 microsecond'",
        "agency_path = ''",
        "hash = repeat('a', 64)",
    ],
)
def test_a_row_changed_by_the_owner_is_named(chain: None, change: str) -> None:
    as_owner(f"UPDATE ledger_auditentry SET {change} WHERE seq = 4")
    with pytest.raises(CommandError, match=r"Audit entry 4 is broken.*3 entries before it"):
        verified()


def test_a_row_taken_out_is_noticed(chain: None) -> None:
    as_owner("DELETE FROM ledger_auditentry WHERE seq = 5")
    with pytest.raises(CommandError, match="entry 6 is broken: entry 5 is missing"):
        verified()


def test_two_rows_cannot_change_places(chain: None) -> None:
    as_owner(
        "UPDATE ledger_auditentry SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)"
    )
    as_owner("UPDATE ledger_auditentry SET seq = -seq WHERE seq < 0")
    with pytest.raises(CommandError, match="entry 2 is broken: it does not follow"):
        verified()


def test_a_chain_cut_off_at_the_end_is_noticed_by_its_anchor(chain: None, anchors: Path) -> None:
    write_anchor(anchors)
    as_owner("DELETE FROM ledger_auditentry WHERE seq > 7")
    with pytest.raises(CommandError, match="entry 10 is broken: the chain once reached"):
        verified()


def test_a_chain_written_anew_is_noticed_by_its_anchor(
    chain: None, anchors: Path, fact: MakeFact
) -> None:
    write_anchor(anchors)
    as_owner("DELETE FROM ledger_auditentry")
    record(PLATFORM, *(fact() for _ in range(12)))
    with pytest.raises(CommandError, match="entry 10 is broken: its hash is not the one anchored"):
        verified()


def test_the_anchor_names_the_last_entry(chain: None, anchors: Path) -> None:
    out = StringIO()
    call_command("anchor_audit", stdout=out)
    last = AuditEntry.objects.last()
    assert out.getvalue().split()[1:] == ["10", last.hash]
    assert anchors.read_text().split()[1:] == ["10", last.hash]


def test_checking_may_start_at_a_day(chain: None) -> None:
    out = StringIO()
    call_command("verify_audit", "--since=2999-01-01", stdout=out)
    assert out.getvalue().startswith("0 audit entries verified")


def test_the_chain_is_read_in_pages_without_losing_a_link(cast: Cast, fact: MakeFact) -> None:
    record(PLATFORM, *(fact(subject_id=f"J{n}") for n in range(5100)))
    verdict = verify()
    assert (verdict.checked, verdict.broken) == (5100, None)


def test_a_new_epoch_is_announced_in_the_log(db: None) -> None:
    call_command("new_epoch", stdout=StringIO())
    first = Epoch.objects.get().value
    call_command("new_epoch", stdout=StringIO())
    assert Epoch.objects.get().value != first
    assert EventEntry.objects.filter(kind="ledger.epoch_begun").count() == 2


def test_the_running_platforms_role_cannot_rewrite_or_disarm(chain: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE anlan_runtime_test")
        call_command("grant_runtime_role", "anlan_runtime_test", stdout=StringIO())
        cursor.execute("SET LOCAL ROLE anlan_runtime_test")
        for sql in (
            "UPDATE ledger_auditentry SET reason = ''",
            "TRUNCATE ledger_auditentry",
            "ALTER TABLE ledger_auditentry DISABLE TRIGGER USER",
            "DROP TABLE ledger_auditentry",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(sql)
    record(PLATFORM, Fact(kind="a.b", subject_type="t", subject_id="1", agency_path=""))
    assert verify().checked == 11


def test_a_role_that_does_not_exist_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no role nobody_here"):
        call_command("grant_runtime_role", "nobody_here")
