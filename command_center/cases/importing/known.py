"""Rows of a file that came before: corrected where they differ, set-based otherwise untouched."""

from collections.abc import Sequence
from typing import Final

from command_center.cases.drafting import Draft
from command_center.cases.models import Case
from command_center.cases.selectors import TAGS
from command_center.cases.services.telling import held, keep_change, state_of
from grid.ledger.actors import Actor

TAKEN: Final = (
    *("category", "kind", "found_by", "occurred_from", "occurred_to", "reported_at", "filed_on"),
    *("agency", "cell", "address", "point", "source_crs", "source_lng", "source_lat", *TAGS),
    *("loss_yuan", "narrative", "incident_number"),
)
# What a field of the file fills; a column the file does not have changes nothing.
FILLED_BY: Final = {
    "kind": ("category",), "cell": ("cell", "lng"), "point": ("lng",), "source_lng": ("lng",),
    "source_lat": ("lng",), "source_crs": ("lng",),
}  # fmt: skip
POSITION: Final = frozenset({"point", "source_crs", "source_lng", "source_lat"})
ENDING: Final = ("state", "solved_on", "result")


def settle_known(pairs: Sequence[tuple[Case, Draft]], *, actor: Actor, reason: str) -> int:
    """Correct each known case by what its row says now; answers how many changed."""
    changed = 0
    for case, draft in pairs:
        if _differs(case, draft):
            row = held(case, None)
            before = state_of(row)
            _take(row, draft)
            what = "solved" if row.state == "solved" != before["state"] else "corrected"
            changed += bool(keep_change(row, before, actor=actor, what=what, reason=reason))
    return changed


def _names(draft: Draft) -> list[str]:
    said = draft.said
    return [name for name in TAKEN if any(part in said for part in FILLED_BY.get(name, (name,)))]


def _differs(case: Case, draft: Draft) -> bool:
    if case.state == Case.State.VOID:
        return False  # whoever took it out here decides
    if draft.row.state == Case.State.SOLVED and case.state == Case.State.OPEN:
        return True
    names = [name for name in _names(draft) if name not in POSITION - {"source_lng", "source_lat"}]
    return any(getattr(case, name) != getattr(draft.row, name) for name in names)


def _take(row: Case, draft: Draft) -> None:
    for name in _names(draft):
        setattr(row, name, getattr(draft.row, name))
    if draft.row.state == Case.State.SOLVED and row.state == Case.State.OPEN:
        for name in ENDING:
            setattr(row, name, getattr(draft.row, name))
