"""What bulletins tell the log: which one, of which period; no names, no text."""

from typing import Any

from command_center.analysis.bulletins.models import Bulletin
from grid.ledger.facts import Fact


def fact(step: str, row: Bulletin, *, reason: str = "", **told: Any) -> Fact:
    """A fact about a bulletin, with what `told` adds."""
    payload = {
        "job": row.job,
        "period": row.period,
        "revision": row.revision,
        "number": row.number,
        "state": row.state,
    }
    return Fact(
        kind=f"analysis.bulletin_{step}",
        subject_type="bulletin",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=payload | told,
        reason=reason,
    )
