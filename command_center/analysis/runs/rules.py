"""When a job closes for an area: rows with dates, of which the nearest agency's holds."""

from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.runs.models import JobRule
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import holding
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from grid.scope import Viewer


def of(viewer: Viewer, **wanted: Any) -> QuerySet[Any]:
    """Rules of the area, of those above it and of the platform."""
    codes = viewer.agency_path.strip("/").split("/")
    ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = JobRule.objects.filter(ours | Q(agency__path__startswith=viewer.agency_path))
    rows = rows.select_related("agency").order_by("job", "agency__path", "-valid_from")
    return rows.filter(job=wanted["job"]) if wanted.get("job") else rows


@transaction.atomic
def set_rule(
    agency: Agency, *, actor: Actor, job: str, closes_at: time, is_on: bool, valid_from: date
) -> JobRule:
    """A rule of an area from a day on; parameters stay those that held there.

    Raises InvalidInput for a day in the past: what was counted before does not change.
    """
    if valid_from < timezone.localdate():
        refuse([fault("valid_from", "past", _("From today on, or later."))])
    held = holding(JobRule, agency.path, on=valid_from, job=job)
    said = {"closes_at": closes_at, "is_on": is_on}
    given = held.parameters if held else {}
    rule, is_new = JobRule.objects.get_or_create(
        job=job, agency=agency, valid_from=valid_from, defaults=said | {"parameters": given}
    )
    if not is_new:
        rule.closes_at, rule.is_on, rule.version = closes_at, is_on, rule.version + 1
        rule.save(update_fields=["closes_at", "is_on", "version"])
    told = {
        "job": job, "closes_at": f"{closes_at:%H:%M}", "is_on": is_on,
        "valid_from": valid_from.isoformat(),
    }  # fmt: skip
    record(
        actor,
        Fact(
            kind="analysis.rule_set",
            subject_type="analysis_rule",
            subject_id=str(rule.pk),
            subject_version=rule.version,
            agency_path=agency.path,
            payload=told,
        ),
    )
    return rule
