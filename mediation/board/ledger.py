"""The ledger of disputes (台账): what is due next, what is overdue, what is said of that."""

from datetime import date
from typing import Any

from django.db.models import DateTimeField, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from grid.ledger.obligations import OPEN, kinds
from grid.scope import Viewer
from mediation.board.figures import rows_behind
from mediation.board.models import Explanation
from mediation.register.models import Dispute
from mediation.register.selectors import disputes


def owed_kinds() -> list[Any]:
    """Every kind of obligation that is of one dispute, whichever app below keeps it."""
    return [kind for kind in kinds() if any(f.name == "dispute" for f in kind._meta.fields)]


def _open(kind: Any) -> Any:
    return kind._default_manager.filter(dispute=OuterRef("pk"), state__in=OPEN)


def _next_due() -> Any:
    """The nearest deadline of all kinds; LEAST passes over what is empty."""
    each = [
        Subquery(
            _open(kind).order_by().values("dispute").annotate(least=Min("due_at")).values("least"),
            output_field=DateTimeField(),
        )
        for kind in owed_kinds()
    ]
    return each[0] if len(each) == 1 else Least(*each)


def _is_explained(today: date) -> Any:
    return Exists(Explanation.objects.filter(dispute=OuterRef("pk"), holds_until__gt=today))


def ledger(viewer: Viewer, **wanted: Any) -> QuerySet[Any]:
    """Rows of the ledger in scope with `next_due` and `is_explained`.

    `wanted` is what `disputes` takes, and: late (`yes`, `no`, `explained`, `unexplained`), sorted
    (`due`, else the newest report first), leaderless (red without a leader), figure (the rows
    behind a figure of the days since and until, see `figures`).
    """
    late, order = wanted.pop("late", ""), wanted.pop("sorted", "")
    figure, leaderless = wanted.pop("figure", ""), wanted.pop("leaderless", False)
    since, until = wanted.get("since"), wanted.get("until")
    if figure:
        wanted = wanted | {"since": None, "until": None}
    rows: QuerySet[Any] = disputes(viewer, **wanted)
    if figure:
        rows = rows_behind(rows, figure, since, until)
    if leaderless:
        rows = rows.filter(grade=Dispute.Grade.RED, leader__isnull=True)
    rows = rows.annotate(next_due=_next_due(), is_explained=_is_explained(timezone.localdate()))
    rows = _by_lateness(rows, late)
    return rows.order_by(*(("next_due", "pk") if order == "due" else ("-reported_at", "-pk")))


def _by_lateness(rows: QuerySet[Any], late: str) -> QuerySet[Any]:
    now = timezone.now()
    if late == "no":
        return rows.exclude(next_due__lt=now)
    if late:
        rows = rows.filter(next_due__lt=now)
    if late in ("explained", "unexplained"):
        rows = rows.filter(is_explained=late == "explained")
    return rows


def tally(viewer: Viewer) -> dict[str, int]:
    """How many are open, overdue, overdue without a word, and red without a leader."""
    rows = ledger(viewer, open=True)
    late = rows.filter(next_due__lt=timezone.now())
    return {
        "open": rows.count(),
        "late": late.count(),
        "unexplained": late.filter(is_explained=False).count(),
        "leaderless": rows.filter(grade=Dispute.Grade.RED, leader__isnull=True).count(),
    }


def is_late(dispute: Dispute) -> bool:
    """Whether anything owed on this dispute is past its deadline."""
    now = timezone.now()
    return any(
        kind._default_manager.filter(dispute=dispute, state__in=OPEN, due_at__lt=now).exists()
        for kind in owed_kinds()
    )
