"""Nothing is kept longer than its rule says, what is held stays, and every deletion is reported."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from grid.ledger import retention
from grid.ledger.actors import PLATFORM
from grid.ledger.audit import verify
from grid.ledger.cleaning import apply_retention
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, EventEntry, IdempotencyKey, RetentionRun
from grid.ledger.retention import Keep, rule_of
from grid.ledger.services import record
from grid.ledger.tasks import nightly
from tests.cast import Cast

NOW = timezone.now()


def key(name: str, *, days_ago: float) -> None:
    created_at = NOW - timedelta(days=days_ago)
    IdempotencyKey.objects.create(
        client="officer:1", key=name, request_hash="x", created_at=created_at
    )


def keys() -> set[str]:
    return set(IdempotencyKey.objects.values_list("key", flat=True))


def test_every_model_says_how_long_it_is_kept_and_why() -> None:
    silent = [m._meta.label for m in apps.get_models() if rule_of(m) is None]
    assert silent == []


def test_every_rule_counts_from_a_field_there_is() -> None:
    for model, rule in retention.rules():
        assert rule.basis, model
        for name in [rule.by, *rule.blank]:
            assert not name or model._meta.get_field(name), (model, name)


def test_what_is_old_goes_and_what_is_young_stays(db: None) -> None:
    key("old", days_ago=7.1)
    key("young", days_ago=6.9)
    apply_retention(now=NOW)
    assert keys() == {"young"}


def test_a_deletion_is_reported_and_recorded(db: None) -> None:
    key("old", days_ago=8)
    key("older", days_ago=80)
    apply_retention(now=NOW)
    run = RetentionRun.objects.get()
    assert (run.model, run.action, run.rows, run.days) == ("ledger.IdempotencyKey", "delete", 2, 7)
    fact = EventEntry.objects.get(kind="ledger.retention_applied")
    assert fact.payload == {"rows": 2, "action": "delete", "days": 7}


def test_when_nothing_is_due_nothing_is_reported(db: None) -> None:
    apply_retention(now=NOW)
    assert not RetentionRun.objects.exists()
    assert not EventEntry.objects.exists()


def test_a_dry_run_counts_and_deletes_nothing(db: None) -> None:
    key("old", days_ago=8)
    out = StringIO()
    call_command("apply_retention", "--dry-run", stdout=out)
    assert out.getvalue() == "ledger.IdempotencyKey: 1 to delete\n"
    assert keys() == {"old"}


def test_the_command_says_what_it_deleted(db: None) -> None:
    key("old", days_ago=8)
    out = StringIO()
    call_command("apply_retention", stdout=out)
    assert out.getvalue() == "ledger.IdempotencyKey: 1 rows, delete\n"


@pytest.fixture
def hold() -> Iterator[None]:
    @retention.legal_hold
    def keep_it(rows: Any) -> Any:
        return rows.exclude(key="evidence") if rows.model is IdempotencyKey else rows

    yield
    retention._holds.remove(keep_it)


def test_what_is_under_a_legal_hold_stays(db: None, hold: None) -> None:
    key("evidence", days_ago=800)
    key("old", days_ago=800)
    apply_retention(now=NOW)
    assert keys() == {"evidence"}


def test_many_rows_go_in_batches(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for n in range(5):
        key(f"old-{n}", days_ago=8)
    assert [run.rows for run in apply_retention(now=NOW)] == [5]
    assert keys() == set()


def test_the_ledger_itself_may_be_shortened_by_retention_alone(cast: Cast) -> None:
    fact = Fact(kind="a.b", subject_type="t", subject_id="1", agency_path="")
    record(PLATFORM, fact, fact, fact)
    apply_retention(now=NOW + timedelta(days=4000))
    facts = EventEntry.objects.exclude(kind="ledger.retention_applied")
    assert not facts.exists()
    assert AuditEntry.objects.filter(action="a.b").count() == 1  # the last link carries the next
    assert verify().broken is None


def test_a_table_that_cannot_be_cleared_does_not_hold_up_the_others(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    key("old", days_ago=8)
    real = retention.clear

    def clear(model: Any, rule: Keep, *, now: Any) -> int:
        if model is EventEntry:
            raise RuntimeError("still referred to")
        return real(model, rule, now=now)

    monkeypatch.setattr("grid.ledger.cleaning.clear", clear)
    with pytest.raises(ExceptionGroup):
        apply_retention(now=NOW)
    assert keys() == set()
    assert RetentionRun.objects.count() == 1


def test_anonymising_empties_the_fields_and_keeps_the_row(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Keep(days=7, by="created_at", basis="tests", action="anonymise", blank={"body": ""})
    monkeypatch.setattr(IdempotencyKey, "retention", rule)
    key("old", days_ago=8)
    IdempotencyKey.objects.update(body="a name")
    assert retention.clear(IdempotencyKey, rule, now=NOW) == 1
    assert IdempotencyKey.objects.get().body == ""
    assert retention.clear(IdempotencyKey, rule, now=NOW) == 0


@pytest.mark.parametrize(
    "rule",
    [{"days": 7}, {"days": 7, "by": "at", "action": "anonymise"}],
    ids=["no field", "no blank"],
)
def test_half_a_rule_is_none(rule: Any) -> None:
    with pytest.raises(ValueError, match="rule"):
        Keep(basis="tests", **rule)


def test_every_night_the_chain_is_anchored_and_the_old_goes(
    db: None, settings: Any, tmp_path: Any
) -> None:
    settings.AUDIT_ANCHORS = tmp_path / "anchors.txt"
    key("old", days_ago=8)
    nightly()
    assert keys() == set()
    assert len(settings.AUDIT_ANCHORS.read_text().splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_nightly_job_its_session_cannot_delete_from_the_ledger() -> None:
    fact = Fact(kind="a.b", subject_type="t", subject_id="1", agency_path="")
    with transaction.atomic():
        record(PLATFORM, fact)
    apply_retention(now=NOW)
    with pytest.raises(ProgrammingError, match="is refused"):
        EventEntry.objects.all().delete()
