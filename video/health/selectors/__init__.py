"""What can be asked about the health of cameras."""

from video.health.selectors.hours import Hours, online_hours
from video.health.selectors.lists import (
    current_faults,
    exclusions,
    find_exclusion,
    find_sample,
    inspections,
    platform_states,
    samples,
)
from video.health.selectors.states import counts, excluded, state_at, state_of, states_of

__all__ = [
    "Hours",
    "counts",
    "current_faults",
    "excluded",
    "exclusions",
    "find_exclusion",
    "find_sample",
    "inspections",
    "online_hours",
    "platform_states",
    "samples",
    "state_at",
    "state_of",
    "states_of",
]
