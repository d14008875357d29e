"""Counting changed days again while the platform runs."""

from command_center.analysis.store import rollup
from grid.ledger.reactors import sweep


@sweep("analysis.stale_days", every_s=5)
def count_changed_days() -> None:
    """The counts that pages show are some seconds old, not a minute."""
    rollup.refresh_stale()
