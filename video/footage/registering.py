"""The register of looks at requests for the inspector (调用登记, decree 799 art. 16).

The lines are those of the access register (`grid.ledger`), append-only by trigger; each has its
link in the audit chain. Here they are read beside what was asked, approved and handed out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from grid.ledger.models import AccessEntry, AuditEntry
from grid.ledger.registers import Search, access_entries
from grid.scope import Viewer
from video.footage.models import FootageRequest
from video.footage.services.looking import LIST
from video.footage.services.steps import SUBJECT

SUBJECTS: Final = (SUBJECT, LIST)
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Agreement:
    """Lines of the register and links of the chain for the same looks: the two must be equal."""

    lines: int
    links: int

    @property
    def holds(self) -> bool:
        return self.lines == self.links


def entries(viewer: Viewer, search: Search) -> QuerySet[AccessEntry]:
    """Looks at requests and at their list in scope, the newest first."""
    return access_entries(viewer, search).filter(subject_type__in=SUBJECTS)


def looks_at(viewer: Viewer, request: FootageRequest) -> QuerySet[AccessEntry]:
    """Who looked at one request, the newest first."""
    about = Search(subject=f"{SUBJECT}:{request.number}")
    return access_entries(viewer, about)


def agreement(since: datetime, until: datetime) -> Agreement:
    """Whether every line of a span has its link in the chain, and the other way round."""
    lines = AccessEntry.objects.filter(subject_type__in=SUBJECTS, at__gte=since, at__lt=until)
    links = AuditEntry.objects.filter(
        action="ledger.access_noted", subject_type__in=SUBJECTS, at__gte=since, at__lt=until
    )
    return Agreement(lines.count(), links.count())


def lines(viewer: Viewer, rows: Iterable[AccessEntry]) -> Iterator[Sequence[Any]]:
    """The register for a spreadsheet: the look, and what the request it was at stands on."""
    yield (
        _("No."), _("When"), _("Who"), _("Shown or given out"), _("Request"), _("Why"), _("Kind"),
        _("Requesting unit"), _("Requester"), _("Basis"), _("Number of the document"),
        _("Case"), _("Purpose"),
        _("Cameras and times"), _("First approver"), _("Second approver"), _("Decided at"),
        _("Handed out"), _("SHA-256"), _("Number of copies"),
        _("Recipient"), _("Back or destroyed by"),
        _("Settled"),
    )  # fmt: skip
    for chunk in _chunks(rows):
        numbers = {row.subject_id for row in chunk if row.subject_type == SUBJECT}
        known = _requests(viewer, numbers)
        for row in chunk:
            yield (*_look(row), *_asked(known.get(row.subject_id)))


def _chunks(rows: Iterable[AccessEntry]) -> Iterator[list[AccessEntry]]:
    chunk: list[AccessEntry] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _requests(viewer: Viewer, numbers: Iterable[str]) -> dict[str, FootageRequest]:
    rows = (
        FootageRequest.objects.visible_to(viewer)
        .filter(number__in=numbers)
        .select_related("agency", "requester", "first_approver", "second_approver")
        .prefetch_related("cameras__camera", "issues")
    )
    return {row.number: row for row in rows}


def _look(row: AccessEntry) -> Sequence[Any]:
    number = row.subject_id if row.subject_type == SUBJECT else ""
    return (row.pk, row.at, row.actor_label, row.operation, number, row.reason)


def _asked(row: FootageRequest | None) -> Sequence[Any]:
    if row is None:
        return ("",) * 17
    issues = list(row.issues.all())
    windows = "; ".join(
        f"{one.camera.code} {one.window_from.isoformat()}/{one.window_to.isoformat()}"
        for one in row.cameras.all()
    )
    return (
        row.get_kind_display(), row.agency.name, row.requester, row.get_basis_type_display(),
        row.basis_number, row.case_number, row.purpose, windows, row.first_approver or "",
        row.second_approver or "", row.second_at, _each(issues, "issued_at"),
        _each(issues, "sha256"), sum(one.copies for one in issues),
        _each(issues, "recipient_unit"), _each(issues, "due_at"), _each(issues, "settled_as"),
    )  # fmt: skip


def _each(issues: Iterable[Any], name: str) -> str:
    return "; ".join(str(getattr(one, name)) for one in issues)
