"""Lists that leave the platform: watermarked, limited, on the access register, formulae as text.

Callers never leave in an export. More than a thousand rows need a second person, whose approval
holds for a day.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from command_center.incidents import selectors
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from command_center.incidents.filters import IncidentFilter
from command_center.incidents.models import ExportRequest, Incident
from grid.errors import DomainError, FieldError, InvalidInput, LostRace, NotAllowed
from grid.ledger.access import note_access
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.rest.sheets import safe_cell
from grid.scope import Viewer

UNAPPROVED: Final = 1_000
MOST: Final = 100_000
VALID_FOR: Final = timedelta(days=1)
COLUMNS: Final = (
    "number",
    "reported_at",
    "level",
    "state",
    "category",
    "category_name",
    "agency",
    "cell",
    "address",
    "narrative",
    "lng",
    "lat",
    "channel",
    "is_valid_call",
    "link_type",
    "main_incident",
    "dispatched_at",
    "on_scene_at",
    "closed_at",
    "disposition",
    "outcome",
    "case_number",
)


class NeedsApproval(DomainError):
    """So many rows leave only with a second person's approval."""

    code = "needs_approval"
    status = 409


def filtered(viewer: Viewer, query: Any) -> Any:
    """Incidents by the filters of the list; raises InvalidInput for one without a meaning."""
    asked = IncidentFilter(query, queryset=selectors.incidents(viewer))
    if not asked.is_valid():
        errors = [
            FieldError(pointer=f"/{name}", code="invalid", message=str(message))
            for name, messages in asked.errors.items()
            for message in messages
        ]
        raise InvalidInput(errors[0]["message"], errors=errors)
    return asked.qs.select_related(*selectors.JOINS, "disposition")


@transaction.atomic
def rows(
    viewer: Reporter, query: Any, *, purpose: str, channel: str = "screen"
) -> Iterator[list[Any]]:
    """Watermark, header and one row an incident; the register is written before the first row.

    Raises InvalidInput without a purpose, NeedsApproval above 1,000 rows without an approval.
    """
    if len(purpose.strip()) < 4:
        message = _("Say what the export is for.")
        raise InvalidInput(
            message, errors=[FieldError(pointer="/purpose", code="required", message=message)]
        )
    found = filtered(viewer, query)
    count = found[: MOST + 1].count()
    if count > MOST:
        raise InvalidInput(_("This is more than 100,000 rows. Narrow the filters."))
    if count > UNAPPROVED:
        _check_approval(viewer, query, count)
    actor = viewer.as_actor(channel=channel)
    note_access(
        actor,
        operation="export",
        subject_type="incident_list",
        subject_id=f"{timezone.now():%Y%m%d%H%M%S}",
        agency_path=viewer.agency_path,
        fields=COLUMNS,
        purpose=purpose.strip()[:40],
        reason=f"{purpose.strip()} · {count} · {_address(query)}"[:1_000],
    )
    mark = _("Exported by %(who)s at %(when)s for: %(purpose)s. %(count)s rows.") % {
        "who": actor.label,
        "when": timezone.localtime().isoformat(timespec="seconds"),
        "purpose": purpose.strip(),
        "count": count,
    }
    return _lines(mark, found)


def _lines(mark: str, found: Any) -> Iterator[list[Any]]:
    yield [safe_cell(mark)]
    yield list(COLUMNS)
    for incident in found.iterator(chunk_size=1_000):
        yield [safe_cell(value) for value in _values(incident)]


def _values(incident: Incident) -> list[Any]:
    """The values of `COLUMNS`, in their order."""
    known = selectors.brief(incident)
    main, disposition = incident.main_incident, incident.disposition
    known |= {
        "category": incident.category.code,
        "category_name": incident.category.name,
        "agency": incident.agency.name,
        "cell": incident.cell.name if incident.cell else "",
        "narrative": incident.narrative,
        "channel": incident.channel,
        "main_incident": main.number if main else "",
        "disposition": disposition.code if disposition else "",
        "outcome": incident.outcome,
        "case_number": incident.case_number,
    }
    stamps = {
        n: moment(getattr(incident, n)) for n in ("dispatched_at", "on_scene_at", "closed_at")
    }
    return [(known | stamps)[name] for name in COLUMNS]


def as_xlsx(lines: Iterable[list[Any]]) -> bytes:
    """A workbook in which every text is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("incidents")
    for line in lines:
        sheet.append([_printable(value) for value in line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _printable(value: Any) -> Any:
    """Workbooks take no control characters."""
    if isinstance(value, str):
        return "".join(c for c in value if c >= " " or c in "\t\n\r")[:32_000]
    return value


def _address(query: Any) -> str:
    """The filters as they stand in the address, in a fixed order, without how and what for."""
    pairs = sorted(
        (name, value)
        for name, values in (query.lists() if hasattr(query, "lists") else query.items())
        for value in (values if isinstance(values, list) else [values])
        if name not in ("file_format", "purpose", "limit", "offset")
    )
    return "&".join(f"{name}={value}" for name, value in pairs)[:2_000]


def _check_approval(viewer: Reporter, query: Any, count: int) -> None:
    approved = ExportRequest.objects.filter(
        filters=_address(query),
        created_by=viewer.as_actor().label,
        agency=viewer.agency,
        approved_by__isnull=False,
        expires_at__gt=timezone.now(),
        row_count__gte=count,
    )
    if not approved.exists():
        raise NeedsApproval(
            _("%(count)s rows need a second person's approval; 1,000 do not.") % {"count": count},
            count=count,
        )


@transaction.atomic
def ask_approval(
    query: Any, *, by: Reporter, purpose: str, channel: str = "screen"
) -> ExportRequest:
    """Ask for a large export; it holds for the rows counted now and a tenth more."""
    count = filtered(by, query)[: MOST + 1].count()
    actor = by.as_actor(channel=channel)
    asked = ExportRequest.objects.create(
        agency=by.agency,
        filters=_address(query),
        purpose=purpose[:200],
        row_count=min(MOST, count + count // 10),
        created_by=actor.label,
        expires_at=timezone.now() + VALID_FOR,
    )
    _tell(actor, asked, "export_asked")
    return asked


@transaction.atomic
def approve(request_id: int, *, by: Reporter, channel: str = "screen") -> ExportRequest:
    """Let a large export go; raises NotAllowed for one's own, LostRace when done before."""
    rows = ExportRequest.objects.visible_to(by).select_for_update(of=("self",))
    asked = rows.select_related("agency").filter(pk=request_id).first()
    if asked is None:
        raise selectors.NotFound(_("There is no such request."))
    actor = by.as_actor(channel=channel)
    if asked.created_by == actor.label:
        raise NotAllowed(_("Nobody approves an export of their own."))
    if asked.approved_by:
        raise LostRace(_("This request was approved before."), by=asked.approved_by)
    asked.approved_by, asked.approved_at = actor.label, timezone.now()
    asked.expires_at = timezone.now() + VALID_FOR
    asked.save(update_fields=["approved_by", "approved_at", "expires_at"])
    _tell(actor, asked, "export_approved")
    return asked


def _tell(actor: Any, asked: ExportRequest, what: str) -> None:
    fact = Fact(
        kind=f"incidents.{what}",
        subject_type="export_request",
        subject_id=str(asked.pk),
        agency_path=asked.agency.path,
        payload={"id": asked.pk, "row_count": asked.row_count},
        reason=asked.purpose,
    )
    record(actor, fact)


def request_row(asked: ExportRequest) -> dict[str, Any]:
    """One request, JSON-ready."""
    return {
        "id": asked.pk,
        "filters": asked.filters,
        "purpose": asked.purpose,
        "row_count": asked.row_count,
        "created_at": moment(asked.created_at),
        "created_by": asked.created_by,
        "approved_at": moment(asked.approved_at),
        "approved_by": asked.approved_by or "",
        "expires_at": moment(asked.expires_at),
    }
