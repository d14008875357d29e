"""The order board (督办台): everything that must be signed for by a deadline, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from grid.ledger import obligations
from grid.ledger.actors import viewer_of
from grid.ledger.models import Obligation
from grid.ledger.subject_pages import addresses
from grid.rights import Right, requires
from grid.scope import Viewer

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation with its own page and that of what it is about, where they may be opened."""

    row: Obligation
    page: str
    about: str


@requires(Right.OBLIGATION_READ)
def order_board(request: HttpRequest) -> HttpResponse:
    """What is owed in scope, the next due first."""
    viewer, only_open = viewer_of(request), request.GET.get("all") != "1"
    rows = obligations.board(viewer, only_open=only_open, offset=0, limit=MOST)
    context = {
        "lines": lines(viewer, rows),
        "count": obligations.count(viewer, only_open=only_open),
        "only_open": only_open,
        "now": timezone.now(),
    }
    return render(request, "ledger/order_board.html", context)


def lines(viewer: Viewer, rows: Sequence[Obligation]) -> list[Line]:
    """The rows of the board with where they lead; what the viewer may not open has no link."""
    own = [(row._meta.label_lower, str(row.pk)) for row in rows]
    about = [(row.subject_type, row.subject_id) for row in rows]
    found = addresses(viewer, [*own, *about])
    return [
        Line(row, found.get(mine, ""), found.get(theirs, ""))
        for row, mine, theirs in zip(rows, own, about, strict=True)
    ]
