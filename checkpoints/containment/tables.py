"""Containments and their posts as lines of a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment

Line = Sequence[Any]


def moments() -> dict[str, str]:
    """Words for the moments of a report."""
    return {
        "occurred": _("Incident"),
        "started": _("Started"),
        "approved": _("Approved"),
        "ordered": _("Posts ordered"),
        "first_acknowledged": _("First post acknowledged"),
        "median_acknowledged": _("Median post acknowledged"),
        "last_acknowledged": _("Last post acknowledged"),
        "first_manned": _("First post in place"),
        "last_manned": _("Last post in place"),
        "lifted": _("Lifted"),
    }


def containments(rows: Iterable[Containment]) -> Iterator[Line]:
    """The list, a head first."""
    yield (
        _("Number"), _("State"), _("Closing stage"), _("Drill"), _("Incident"), _("Place"),
        _("Described vehicle"), _("Happened at"), _("Started at"), _("Started by"),
        _("Approved at"), _("Approved by"), _("Lifted at"), _("Outcome"), _("Agency"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.number, row.get_state_display(), row.get_stage_display(),
            _("Drill") if row.is_drill else "", row.incident_number, row.address,
            f"{row.vehicle_colour} {row.vehicle_kind}", row.occurred_at, row.started_at,
            row.started_by, row.approved_at, row.approved_by, row.lifted_at,
            row.get_outcome_display(), row.agency.name,
        )  # fmt: skip


def report(told: dict[str, Any]) -> Iterator[Line]:
    """Moments, posts, gaps: three tables one below the other."""
    words = moments()
    yield (_("Moment"), _("At"), _("Seconds after the incident"))
    for one in told["clock"]:
        name, _sign, rank = one["moment"].partition(":")
        label = words.get(name) or _("Ring %s closed") % rank
        yield (label, one["at"], one["since_incident_s"])
    yield ()
    yield (
        _("Ring"), _("Post"), _("Agency"), _("Step"), _("Acknowledged after, s"),
        _("In place after, s"), _("Officers"), _("Vehicles"), _("Reports"),
    )  # fmt: skip
    for one in told["posts"]:
        yield (
            one["ring"], one["post"], one["agency"]["name"], one["step"],
            one["acknowledged_after_s"], one["manned_after_s"], one["officers"],
            one["vehicles"], one["reports"],
        )  # fmt: skip
    yield ()
    yield (_("Ring"), _("Gap at"), _("From"), _("Until"), _("Seconds"))
    for ring in told["rings"]:
        for gap in ring["gaps"]:
            yield (ring["rank"], gap["crossing"], gap["since"], gap["until"], gap["seconds"])


def figures(told: dict[str, Any]) -> Iterator[Line]:
    """The figures of a period with their units, then the containments they are counted from."""
    yield (_("Figure"), _("Value"), _("Unit"))
    yield (_("Containments"), told["real"], "")
    yield (_("Drills, apart"), told["drills"], "")
    yield (_("Posts ordered"), told["posts"]["posts"], "")
    yield (_("Acknowledged, median"), told["posts"]["acknowledged"]["median_s"], "s")
    yield (_("In place, median"), told["posts"]["manned"]["median_s"], "s")
    yield (_("In place, P90"), told["posts"]["manned"]["p90_s"], "s")
    yield (_("Inner ring closed, median"), told["ring_closed"]["median_s"], "s")
    yield from ((label, count, "") for label, count in told["outcomes"])
    yield ()
    yield (
        _("Number"), _("Started at"), _("Closing stage"), _("Outcome"),
        _("Inner ring closed after, s"),
    )  # fmt: skip
    for row, seconds in told["rows"]:
        yield (
            row.number, row.started_at, row.get_stage_display(), row.get_outcome_display(), seconds
        )  # fmt: skip
