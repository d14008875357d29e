"""What goes on by itself: tomorrow's table of the track, and stations that move with their unit."""

from grid.ledger.reactors import sweep
from patrol.positions.partitions import make_ahead
from patrol.positions.stations import move_stations


@sweep("positions.days", every_s=3600)
def make_days() -> None:
    """The tables of the days to come."""
    make_ahead()


@sweep("positions.mobile_stations", every_s=15)
def follow_mobile_stations() -> None:
    """A mobile station stands where its unit is."""
    move_stations()
