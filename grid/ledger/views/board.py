"""The order board (督办台): everything that must be signed for by a deadline, on one page."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from grid.ledger import obligations
from grid.ledger.actors import viewer_of
from grid.rights import Right, requires

MOST: Final = 200


@requires(Right.OBLIGATION_READ)
def order_board(request: HttpRequest) -> HttpResponse:
    """What is owed in scope, the next due first."""
    viewer, only_open = viewer_of(request), request.GET.get("all") != "1"
    rows = obligations.board(viewer, only_open=only_open, offset=0, limit=MOST)
    context = {
        "rows": rows,
        "count": obligations.count(viewer, only_open=only_open),
        "only_open": only_open,
        "now": timezone.now(),
    }
    return render(request, "ledger/order_board.html", context)
