"""The order board (督办台): everything that must be signed for by a deadline, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from grid.ledger import obligations
from grid.ledger.actors import viewer_of
from grid.ledger.models import Obligation
from grid.ledger.subject_pages import addresses
from grid.rights import Right, requires
from grid.scope import Viewer

SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation with its own page and that of what it is about, where they may be opened."""

    row: Obligation
    page: str
    about: str


@dataclass(frozen=True, slots=True)
class Owed:
    """All that is owed in a viewer's scope, read by the page."""

    viewer: Viewer
    only_open: bool

    def count(self) -> int:
        return obligations.count(self.viewer, only_open=self.only_open)

    def __getitem__(self, part: slice) -> list[Obligation]:
        return obligations.board(
            self.viewer, only_open=self.only_open, offset=part.start, limit=part.stop - part.start
        )


@requires(Right.OBLIGATION_READ)
def order_board(request: HttpRequest) -> HttpResponse:
    """What is owed in scope, the next due first."""
    viewer, only_open = viewer_of(request), request.GET.get("all") != "1"
    owed: Any = Owed(viewer, only_open)
    page = Paginator(owed, SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(viewer, list(page.object_list)),
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
