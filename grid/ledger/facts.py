"""A fact (事实): something that happened, named in the past tense; ids and plain values only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One entry for the event log.

    `kind` is `<app>.<past_fact>` (`incidents.received`); `priority` 1 is the highest, None where
    a fact has none; `agency_path` decides who may see it; `payload` is JSON-ready, at most 4 kB,
    and never holds personal data; `reason` goes to the audit chain only; a second fact with the
    same `dedupe_key` is dropped.
    """

    kind: str
    subject_type: str
    subject_id: str
    agency_path: str
    payload: dict[str, Any] = field(default_factory=dict)
    subject_version: int = 1
    priority: int | None = None
    dedupe_key: str | None = None
    happened_at: datetime | None = None
    reason: str = ""
