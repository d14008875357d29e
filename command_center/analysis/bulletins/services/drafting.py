"""A run's result becomes a draft; writers add to it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from command_center.analysis.bulletins.content.rows import rows_for
from command_center.analysis.bulletins.facts import fact
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import SECTIONS, lead_of, title_of
from command_center.analysis.bulletins.services.shared import (
    By,
    in_state,
    note,
    officer_only,
    own_only,
    text_faults,
)
from command_center.analysis.runs.models import JobResult
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.writing import locked, refuse

State = Bulletin.State
NOON: Final = time(12)
# Days after the period by whose noon a bulletin is issued.
ISSUE_DAYS: Final = {"weekly": 1, "monthly": 3, "quarterly": 5, "yearly": 10}
LONGEST_LEAD: Final = 1000
LONGEST_REMARK: Final = 2000


@transaction.atomic
def draft(result: JobResult) -> Bulletin:
    """The draft of a run's result, in the transaction that finishes the run.

    A draft of an earlier revision gives way; an issued one stands until this one is issued in its
    place. Either hands its remarks on: whoever wrote those is a writer of this one too.
    """
    run = result.run
    content = dict(result.content) | rows_for(result)
    before = Bulletin.objects.select_for_update(of=("self",)).filter(
        agency=run.agency, job=run.job, period=run.period
    )
    standing = before.filter(state=State.ISSUED).order_by("-revision").first()
    open_ones = list(before.filter(state__in=(State.DRAFT, State.REVIEWED)))
    with override(settings.LANGUAGE_CODE):
        title = title_of(run.job, content["focus"]["name"])
    row = Bulletin.objects.create(
        run=run,
        agency=run.agency,
        job=run.job,
        period=run.period,
        revision=run.revision,
        title=title[:120],
        content=content,
        remarks=_handed_on(open_ones or ([standing] if standing else [])),
        drafted_by=PLATFORM.label,
        issue_by=_issue_by(run.job, date.fromisoformat(content["period"]["last"])),
        replaces=standing,
    )
    for old in open_ones:
        old.state, old.version = State.REPLACED, old.version + 1
        old.save(update_fields=["state", "version"])
        note(old, "replaced", None)
    note(row, "drafted", None)
    record(PLATFORM, *(fact("replaced", old) for old in open_ones), fact("drafted", row))
    return row


def _handed_on(editions: list[Bulletin]) -> dict[str, Any]:
    """What writers said about the sections; the lead names figures and is made anew."""
    if not editions:
        return {}
    return {"sections": editions[-1].remarks.get("sections", {})}


def _issue_by(job: str, last: date) -> datetime:
    day = last + timedelta(days=ISSUE_DAYS.get(job, 1))
    return timezone.make_aware(datetime.combine(day, NOON))


@transaction.atomic
def edit(
    row: Bulletin, *, by: By, version: int | None, lead: str, sections: Mapping[str, str]
) -> Bulletin:
    """Say it better: the lead, and a remark to each section; the figures cannot be written.

    Whoever writes neither reviews nor issues it. An empty lead is the one made of the figures,
    and that one sent back as it was shown is not the writer's: it stays to be made anew.
    """
    writer = officer_only(by)
    current = locked(row, version)
    own_only(current, by)
    in_state(current, State.DRAFT)
    said = {key: sections.get(key, "").strip() for key in SECTIONS}
    faults = text_faults("lead", lead, most=LONGEST_LEAD)
    for key, text in said.items():
        faults += text_faults(key, text, most=LONGEST_REMARK)
    refuse(faults)
    lead = "" if lead.strip() == lead_of(current.content) else lead.strip()
    remarks = {"lead": lead, "sections": {key: text for key, text in said.items() if text}}
    changed = _changed(current.remarks, remarks)
    current.remarks, current.drafter = remarks, writer
    current.drafted_by, current.drafted_at = writer.as_actor().label, timezone.now()
    current.save()
    note(current, "edited", by, changes=changed)
    record(by.as_actor(), fact("edited", current, changed=sorted(changed)))
    return current


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which texts changed, from what to what."""
    old = {"lead": before.get("lead", "")} | before.get("sections", {})
    new = {"lead": after["lead"]} | after["sections"]
    names = sorted(set(old) | set(new))
    pairs = {name: [old.get(name, ""), new.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
