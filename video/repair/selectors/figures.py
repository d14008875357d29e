"""What contractors did between two days: counted from tickets and their clocks, set-based."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.utils import timezone

from grid.ledger import obligations
from grid.scope import Viewer
from video.register.models import Company
from video.repair.models import Span, Stage, Ticket, TicketSpan

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of tickets opened from one local day to another, parts of greater ones not counted.

    Late means later than the deadline that held; what is still open and past it is late too.
    `fix_hours` is the mean from the assignment to the last fix; None where nothing was fixed.
    """

    opened: int = 0
    open: int = 0
    verified: int = 0
    accept_late: int = 0
    arrive_late: int = 0
    fix_late: int = 0
    reopened: int = 0
    in_time: int = 0  # verified, and fixed in time
    penalty: int = 0  # yuan
    fix_hours: float | None = None

    @property
    def in_time_rate(self) -> float | None:
        """Share of the verified that were fixed in time; None without any."""
        return self.in_time / self.verified if self.verified else None

    @property
    def reopened_rate(self) -> float | None:
        """Share of all that had to be reopened; None without any."""
        return self.reopened / self.opened if self.opened else None


def figures(contractor: Company, first: date, last: date, *, viewer: Viewer) -> Figures:
    """The figures of one contractor in the viewer's scope."""
    return dict(_figures(viewer, first, last, [contractor.pk])).get(contractor.pk, Figures())


def figures_by_contractor(viewer: Viewer, first: date, last: date) -> list[tuple[Company, Figures]]:
    """The figures of every contractor with tickets of those days, the most tickets first."""
    found = dict(_figures(viewer, first, last, None))
    firms = Company.objects.in_bulk(found)
    rows = [(firms[pk], one) for pk, one in found.items()]
    return sorted(rows, key=lambda row: (-row[1].opened, row[0].name))


def counted(viewer: Viewer, first: date, last: date) -> QuerySet[Ticket]:
    """The tickets behind the figures; what was taken back as no fault is not among them."""
    rows: QuerySet[Ticket] = Ticket.objects.visible_to(viewer).filter(
        issued_at__date__gte=first, issued_at__date__lte=last, parent__isnull=True
    )
    return rows.filter(contractor__isnull=False).exclude(stage=Stage.CANCELLED)


def _figures(
    viewer: Viewer, first: date, last: date, firms: list[int] | None
) -> Iterable[tuple[int, Figures]]:
    rows = counted(viewer, first, last)
    if firms is not None:
        rows = rows.filter(contractor__in=firms)
    late = _late(rows)
    for sums in _sums(rows):
        pk = sums.pop("contractor")
        mean = sums.pop("mean")
        yield (
            pk,
            Figures(
                **sums,
                **late.get(pk, {}),
                fix_hours=mean / HOUR if mean is not None else None,
            ),
        )


def _sums(rows: QuerySet[Ticket]) -> Any:
    took = ExpressionWrapper(F("fixed_at") - F("assigned_at"), output_field=DurationField())
    done = Q(stage=Stage.VERIFIED)
    return (
        rows.order_by()
        .values("contractor")
        .annotate(
            opened=Count("pk"),
            open=Count("pk", filter=Q(state__in=obligations.OPEN)),
            verified=Count("pk", filter=done),
            in_time=Count("pk", filter=done & Q(fixed_at__lte=F("fix_due_at"))),
            reopened=Count("pk", filter=Q(round__gt=1)),
            penalty=Sum("penalty"),
            mean=Avg(took, filter=Q(fixed_at__isnull=False)),
        )
    )


def _late(rows: QuerySet[Ticket]) -> dict[int, dict[str, int]]:
    """Tickets with a late span of each kind; acceptance and arrival of the first round."""
    now = timezone.now()
    over = Q(to_at__gt=F("due_at")) | Q(to_at__isnull=True, due_at__lt=now)
    spans = TicketSpan.objects.filter(over, ticket__in=rows).order_by()
    first = Q(round=1)
    counts = {
        "accept_late": Q(span=Span.ACCEPT) & first,
        "arrive_late": Q(span=Span.ARRIVE) & first,
        "fix_late": Q(span=Span.FIX),
    }
    grouped: Any = spans.values("ticket__contractor").annotate(
        **{name: Count("ticket", filter=rule, distinct=True) for name, rule in counts.items()}
    )
    return {row["ticket__contractor"]: {name: row[name] for name in counts} for row in grouped}
