"""What writes to the health of cameras."""

from video.health.services.ageing import age_signs
from video.health.services.exclusions import (
    Target,
    approve_exclusion,
    cancel_exclusion,
    end_exclusion,
    refuse_exclusion,
    request_exclusion,
)
from video.health.services.faults import clear_fault, open_fault
from video.health.services.inspections import Finding, draw_sample, drawn, inspect
from video.health.services.sign_rules import change_sign_rule
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
    "Finding",
    "Taken",
    "Target",
    "age_signs",
    "approve_exclusion",
    "cancel_exclusion",
    "change_sign_rule",
    "clear_fault",
    "draw_sample",
    "drawn",
    "end_exclusion",
    "inspect",
    "open_fault",
    "refuse_exclusion",
    "request_exclusion",
    "take_events",
    "take_heartbeat",
    "take_heartbeats",
    "take_sweep",
]
