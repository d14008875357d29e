"""Incidents and alerts of the south."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from command_center.alerts.models import AlertRule
from command_center.alerts.services import ensure_default_rules, hear
from command_center.incidents import premise
from command_center.incidents import services as incidents
from command_center.incidents.models import (
    DuplicateRule,
    ExportRequest,
    ImportRun,
    ResponseTarget,
)
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS, SOUTH


def of_incident(cast: Cast) -> dict[str, Any]:
    load()
    incident = incidents.receive(by=cast.sam, category="010101", address=ADDRESS, **SOUTH)
    entry = incidents.note(incident, by=cast.sam, text="first")
    return {"number": incident.number, "entry_id": entry.pk}


def of_alert(cast: Cast) -> dict[str, Any]:
    ensure_default_rules(cast.city)
    fact = Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id="26-0001",
        agency_path=cast.south_station.path,
        payload={"level": 1, "is_valid_call": True, "address": ADDRESS},
    )
    with transaction.atomic():
        [seq] = record(PLATFORM, fact)
        [alert] = hear([(fact, seq)])
    return {"alert_id": alert.pk}


def of_rule(cast: Cast) -> dict[str, Any]:
    ensure_default_rules(cast.south)
    return {"rule_id": AlertRule.objects.filter(agency=cast.south).first().pk}


def of_target(cast: Cast) -> dict[str, Any]:
    ensure_default_targets(cast.south)
    return {"target_id": ResponseTarget.objects.filter(agency=cast.south).first().pk}


def of_width(cast: Cast) -> dict[str, Any]:
    ensure_default_targets(cast.south)
    return {"width_id": DuplicateRule.objects.filter(agency=cast.south).first().pk}


def of_note(cast: Cast) -> dict[str, Any]:
    today = timezone.localdate()
    said = {"text": ADDRESS, "address": ADDRESS, "review_on": today, "expires_on": today}
    said["review_on"] += timedelta(days=10)
    said["expires_on"] += timedelta(days=20)
    return {"note_id": premise.write_note(by=cast.sam, **said, **SOUTH).pk}


def of_import(cast: Cast) -> dict[str, Any]:
    who = {"started_by": "S", "actor_kind": "officer", "actor_id": str(cast.sam.pk)}
    file = {"file_name": ADDRESS, "file_hash": "0", "mapping": "", "state": "done"}
    return {"run_id": ImportRun.objects.create(agency=cast.south, **file, **who).pk}


def of_export(cast: Cast) -> dict[str, Any]:
    asked = ExportRequest.objects.create(
        agency=cast.south,
        purpose=ADDRESS,
        row_count=2000,
        created_by="S",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"request_id": asked.pk}
