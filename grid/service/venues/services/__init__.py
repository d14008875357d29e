"""Writes of venues: the register, inspections, hazards, feeds, photographs."""

from grid.service.venues.services.feeds import Heard, hear, mark_silent, take_alarm
from grid.service.venues.services.hazards import (
    close,
    mark_late,
    notify,
    penalise,
    rectify,
    report_hazard,
    send_back,
    strike,
    verify,
)
from grid.service.venues.services.inspecting import Answer, inspect
from grid.service.venues.services.photographs import keep_photo
from grid.service.venues.services.places import (
    adopt_standard,
    change_rule,
    save_checklist,
    save_venue,
)

__all__ = [
    "Answer",
    "Heard",
    "adopt_standard",
    "change_rule",
    "close",
    "hear",
    "inspect",
    "keep_photo",
    "mark_late",
    "mark_silent",
    "notify",
    "penalise",
    "rectify",
    "report_hazard",
    "save_checklist",
    "save_venue",
    "send_back",
    "strike",
    "take_alarm",
    "verify",
]
