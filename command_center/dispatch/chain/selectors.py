"""The chain of one incident: what became known, what was ordered, what was done, what came back.

Each part is read in the viewer's scope and only with the right to that kind of thing; every
link leads to the row behind it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkpoints.containment.models import PostReport
from checkpoints.containment.selectors import containments, posts
from command_center.dispatch.assignments.selectors import assignments
from command_center.dispatch.orders.models import OrderReceipt
from command_center.dispatch.orders.selectors import orders
from command_center.incidents.models import Incident
from command_center.incidents.selectors import timeline
from grid.organisation.models import Officer
from grid.rights import Right

MOST: Final = 200  # links of one kind


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain; `at` is aware."""

    at: datetime
    text: str
    who: str
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the chain with its links, the earliest first."""

    code: str
    name: Any
    links: list[Link]


Source = Callable[[Incident, Officer], Iterator[Link]]


def stages(incident: Incident, officer: Officer) -> list[Stage]:
    """The four parts: information, orders, action, feedback."""
    return [
        Stage(code, name, sorted(_all(sources, incident, officer), key=attrgetter("at")))
        for code, (name, sources) in _STAGES.items()
    ]


def _all(sources: list[tuple[Right, Source]], incident: Incident, who: Officer) -> Iterator[Link]:
    for right, source in sources:
        if right in who.rights:
            yield from source(incident, who)


def _told(incident: Incident, _officer: Officer) -> Iterator[Link]:
    page = reverse("incident_detail", args=[incident.number])
    yield Link(incident.reported_at, _("Call taken"), incident.get_channel_display(), page)
    notes = timeline(incident).filter(kind="note", struck_at__isnull=True)[:MOST]
    for note in notes:
        yield Link(note.happened_at, note.text, note.actor_label, page, note.is_late)


def _ordered(incident: Incident, officer: Officer) -> Iterator[Link]:
    for row in orders(officer).filter(incident_number=incident.number)[:MOST]:
        page = reverse("direct_order_detail", args=[row.number])
        yield Link(row.issued_at, f"{row.number} {row.title}", row.issued_by, page)


def _contained(incident: Incident, officer: Officer) -> Iterator[Link]:
    for row in containments(officer).filter(incident_number=incident.number)[:MOST]:
        page = reverse("containment_detail", args=[row.number])
        yield Link(row.started_at, _("Containment %s") % row.number, row.started_by, page)


def _manned(incident: Incident, officer: Officer) -> Iterator[Link]:
    rows = posts(officer).filter(containment__incident_number=incident.number)
    for row in rows.filter(manned_at__isnull=False).order_by("manned_at")[:MOST]:
        page, late = reverse("containment_detail", args=[row.containment.number]), row.overdue_at
        manned = _("%s is manned") % row.crossing.name
        yield Link(row.manned_at or row.issued_at, manned, row.signed_by, page, late is not None)


def _from_posts(incident: Incident, officer: Officer) -> Iterator[Link]:
    rows = PostReport.objects.visible_to(officer)
    mine = rows.filter(order__containment__incident_number=incident.number)
    for row in mine.select_related("order__containment", "order__crossing")[:MOST]:
        page = reverse("containment_detail", args=[row.order.containment.number])
        text = f"{row.order.crossing.name}: {row.get_kind_display()} {row.text}".strip()
        yield Link(row.at, text, row.by, page)


def _sent(incident: Incident, officer: Officer) -> Iterator[Link]:
    for row in assignments(officer).filter(incident=incident)[:MOST]:
        page, unit = reverse("assignment_detail", args=[row.pk]), row.unit.call_sign
        late = row.overdue_at is not None
        yield Link(row.issued_at, _("%s was sent") % unit, row.issued_by, page, late)
        if row.on_scene_at:
            yield Link(row.on_scene_at, _("%s is on scene") % unit, row.stage_by, page)


def _answered(incident: Incident, officer: Officer) -> Iterator[Link]:
    for row in assignments(officer).filter(incident=incident, fed_back_at__isnull=False)[:MOST]:
        page = reverse("assignment_detail", args=[row.pk])
        text = f"{row.unit.call_sign} {row.outcome}".strip()
        yield Link(row.fed_back_at or row.issued_at, text, row.done_by, page)


def _receipts(incident: Incident, officer: Officer) -> Iterator[Link]:
    rows = OrderReceipt.objects.visible_to(officer).filter(
        order__incident_number=incident.number, signed_at__isnull=False
    )
    for row in rows.select_related("order").order_by("signed_at")[:MOST]:
        page, late = reverse("direct_order_detail", args=[row.subject_id]), bool(row.overdue_at)
        signed = _("%s signed for it") % f"{row.subject_id} {row.name}"
        yield Link(row.signed_at or row.issued_at, signed, row.signed_by, page, late)
        if row.done_at and row.outcome:
            yield Link(row.done_at, f"{row.name}: {row.outcome}", row.done_by, page)


def _closed(incident: Incident, _officer: Officer) -> Iterator[Link]:
    page = reverse("incident_detail", args=[incident.number])
    if incident.closed_at:
        yield Link(incident.closed_at, _("Closed"), incident.get_state_display(), page)


R = Right
_STAGES: Final[dict[str, tuple[Any, list[tuple[Right, Source]]]]] = {
    "information": (gettext_lazy("Information"), [(R.INCIDENT_READ, _told)]),
    "orders": (
        gettext_lazy("Orders"),
        [(R.ORDER_READ, _ordered), (R.CONTAINMENT_READ, _contained)],
    ),
    "action": (gettext_lazy("Action"), [(R.DISPATCH_READ, _sent), (R.CONTAINMENT_READ, _manned)]),
    "feedback": (
        gettext_lazy("Feedback"),
        [
            (R.DISPATCH_READ, _answered),
            (R.ORDER_READ, _receipts),
            (R.CONTAINMENT_READ, _from_posts),
            (R.INCIDENT_READ, _closed),
        ],
    ),
}
