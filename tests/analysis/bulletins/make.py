"""Bulletins of the tests, drafted as a run would."""

from typing import Any

from django.utils import timezone

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.services import draft
from command_center.analysis.runs.models import JobResult, JobRun
from grid.organisation.models import Agency
from tests.analysis.bulletins.sample import content


def make_result(agency: Agency, **changes: Any) -> JobResult:
    """A finished weekly run whose content is the sample; a later one is a new revision."""
    told = {"code": agency.code, "name": agency.name, "kind": agency.kind}
    said = content(agency=told, **changes)
    label = said["period"]["label"]
    revision = JobRun.objects.filter(job="weekly", period=label, agency=agency).count() + 1
    run = JobRun.objects.create(
        job="weekly",
        period=label,
        agency=agency,
        revision=revision,
        state=JobRun.State.DONE,
        due_at=timezone.now(),
    )
    kept = {"important": [], "drafts": []}
    return JobResult.objects.create(run=run, content=dict(said) | kept, snapshot_at=timezone.now())


def make_bulletin(agency: Agency, *, lead: str = "", **changes: Any) -> Bulletin:
    """A draft; its hand-made sections stand in place of what the rows of a city would say."""
    row = draft(make_result(agency, **changes))
    kept = content()
    row.content |= {
        name: kept[name]  # type: ignore[literal-required]
        for name in ("key", "important", "advice", "past", "orders", "corrections")
    }
    row.remarks = {"lead": lead, "sections": {}} if lead else row.remarks
    row.save()
    return row
