"""What writes to the health of cameras."""

from video.health.services.ageing import age_signs
from video.health.services.faults import clear_fault, open_fault
from video.health.services.signs import (
    Event,
    Taken,
    take_events,
    take_heartbeat,
    take_heartbeats,
    take_sweep,
)

__all__ = [
    "Event",
    "Taken",
    "age_signs",
    "clear_fault",
    "open_fault",
    "take_events",
    "take_heartbeat",
    "take_heartbeats",
    "take_sweep",
]
