"""The ladders alerts climb when nobody acknowledges them, as a new city starts with them."""

from typing import Any, Final

# ecosystem of a control room: 15 s re-sound, 30 s supervisor, 60 s every seat of the parent agency
URGENT: Final[list[dict[str, Any]]] = [
    {"after_s": 15, "to": "seat"},
    {"after_s": 30, "to": "supervisor"},
    {"after_s": 60, "to": "parent"},
]
HIGH: Final[list[dict[str, Any]]] = [
    {"after_s": 120, "to": "supervisor"},
    {"after_s": 300, "to": "parent"},
]
TO_SUPERVISOR: Final[list[dict[str, Any]]] = [
    {"after_s": 15, "to": "supervisor"},
    {"after_s": 120, "to": "parent"},
]
