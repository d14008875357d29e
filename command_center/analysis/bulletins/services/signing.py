"""Reviewed by one, issued by another, neither of whom wrote it (四眼)."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from command_center.analysis.bulletins.facts import fact
from command_center.analysis.bulletins.models import Bulletin, BulletinCounter
from command_center.analysis.bulletins.paper import lead_of
from command_center.analysis.bulletins.services.distributing import call_in, send_out
from command_center.analysis.bulletins.services.shared import (
    LONGEST_REASON,
    By,
    in_state,
    note,
    officer_only,
    own_only,
    text_faults,
    writers,
)
from command_center.analysis.bulletins.showing import digest_of
from grid.errors import NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import locked, refuse

State = Bulletin.State
KIND: Final = "公通"  # of the number: notices of a public-security organ


@transaction.atomic
def review(row: Bulletin, *, by: By, version: int | None = None) -> Bulletin:
    """Say that figures and words are right; not by somebody who wrote any of it."""
    officer = officer_only(by)
    current = locked(row, version)
    own_only(current, by)
    in_state(current, State.DRAFT)
    _not_a_writer(current, officer)
    current.state, current.reviewer = State.REVIEWED, officer
    current.reviewed_at, current.returned_reason = timezone.now(), ""
    current.save()
    note(current, "reviewed", by)
    record(by.as_actor(), fact("reviewed", current))
    return current


@transaction.atomic
def return_(row: Bulletin, *, by: By, reason: str, version: int | None = None) -> Bulletin:
    """Send it back to its writers, with what is wrong."""
    officer_only(by)
    current = locked(row, version)
    own_only(current, by)
    in_state(current, State.REVIEWED)
    refuse(text_faults("reason", reason, least=4, most=LONGEST_REASON))
    current.state, current.reviewer, current.reviewed_at = State.DRAFT, None, None
    current.returned_reason = reason.strip()
    current.save()
    note(current, "returned", by, text=reason.strip())
    record(by.as_actor(), fact("returned", current, reason=reason.strip()))
    return current


@transaction.atomic
def issue(row: Bulletin, *, by: By, version: int | None = None) -> Bulletin:
    """Give it its number, freeze its words, send it out; it changes no more.

    Not by its reviewer nor by a writer. What it replaces is marked so.
    """
    officer = officer_only(by)
    current = locked(row, version)
    own_only(current, by)
    in_state(current, State.REVIEWED)
    _not_a_writer(current, officer)
    if current.reviewer_id == officer.pk:
        raise NotAllowed(_("Whoever reviewed it cannot issue it as well."))
    current.remarks = _frozen(current)
    current.number = _next_number(current)
    current.state, current.issuer, current.issued_at = State.ISSUED, officer, timezone.now()
    current.digest = digest_of(current)
    current.save()
    note(current, "issued", by, text=current.number)
    told = [*_replaced(current, by), fact("issued", current, digest=current.digest)]
    record(by.as_actor(), *told)
    send_out(current, by)
    return current


def _not_a_writer(row: Bulletin, officer: Officer) -> None:
    if officer.pk in writers(row):
        raise NotAllowed(_("Whoever wrote it neither reviews nor issues it."))


def _frozen(row: Bulletin) -> dict[str, object]:
    """The remarks, with the lead as it is read from now on."""
    remarks: dict[str, object] = dict(row.remarks)
    if not remarks.get("lead"):
        with override(settings.LANGUAGE_CODE):
            remarks["lead"] = lead_of(row.content)
    return remarks


def _next_number(row: Bulletin) -> str:
    """辽公通〔2026〕1号: the year in full, no leading zeros (GB/T 9704)."""
    year = timezone.localdate().year
    counters = BulletinCounter.objects
    counters.get_or_create(agency=row.agency, year=year)
    counters.filter(agency=row.agency, year=year).update(last=F("last") + 1)
    last = counters.get(agency=row.agency, year=year).last
    word = row.content["made"]["parameters"].get("document_word") or default_word(row.agency)
    return f"{word}〔{year}〕{last}号"


def default_word(agency: Agency) -> str:
    """The word of an agency's numbers where its rule of the calendar names none."""
    return f"{agency.name[:1]}{KIND}"


def _replaced(row: Bulletin, by: By) -> list[Fact]:
    old = row.replaces
    if old is None:
        return []
    call_in(old, by, instead=row.number)
    old.state, old.version = State.REPLACED, old.version + 1
    old.save(update_fields=["state", "version"])
    note(old, "replaced", None, text=row.number)
    return [fact("replaced", old)]
