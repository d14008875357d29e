"""The papers of a dispute, on its page: how many, what waits for a signature, the volume."""

from typing import Any

from grid.organisation.models import Officer
from grid.rights import Right
from mediation.documents.selectors import confirmation_of, papers_of
from mediation.register.models import Dispute

SHOWN = 6


def shown(dispute: Dispute, officer: Officer) -> dict[str, Any] | None:
    """Kinds and states alone; what papers say is asked for on their own page."""
    rows = [row for row in papers_of(dispute) if not row.replaced_at]
    return {
        "papers": rows[:SHOWN],
        "count": len(rows),
        "volume": dispute.volumes.defer("manifest").first(),
        "confirmation": confirmation_of(dispute),
        "route": routes_of(officer)["papers"],
    }


def routes_of(officer: Officer) -> dict[str, str]:
    """The names of the pages this officer opens: a mediator has pages of her own."""
    mine = "" if officer.has_right(Right.DISPUTE_READ) else "my_"
    names = (
        "papers", "paper", "paper_make", "paper_read", "paper_file", "paper_sign", "paper_deliver",
    )  # fmt: skip
    return {name: f"{mine}dispute_{name}" for name in names}
