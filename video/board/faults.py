"""What is wrong with the cameras now, one row a camera and fault, with the ticket that is open.

Faults are cameras not reached (`offline`, `parent_down`, `unknown` after a sign grew too old),
the open faults of their pictures, and what open tickets name besides. One statement counts them
by kind, another reads a page of them; neither loads a camera that is well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from grid.scope import Viewer
from video.health.models import CameraStatus, FaultKind
from video.rates.groups import cameras_of
from video.repair.models import Fault, Stage

PAGE: Final = 25
NO_TICKET: Final = "none"
STAGES: Final = (Stage.OPENED, Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_SITE, Stage.FIXED)
_UNREACHED: Final = (
    CameraStatus.State.OFFLINE, CameraStatus.State.PARENT_DOWN, CameraStatus.State.UNKNOWN,
)  # fmt: skip

_SQL: Final = """
    WITH cams AS MATERIALIZED (SELECT id FROM ({cameras}) AS given(id)),
    tickets AS (
        SELECT own.camera_id, own.fault, own.number, own.stage, own.due_at, own.overdue_at,
            own.issued_at, parent.number AS parent
        FROM repair_ticket own LEFT JOIN repair_ticket parent ON parent.id = own.parent_id
        WHERE own.state IN ('issued', 'signed') AND own.camera_id IS NOT NULL
    ),
    found AS (
        SELECT camera_id, state AS kind, 'offline' AS fault, since
        FROM videohealth_camerastatus WHERE state = ANY(%(unreached)s)
        UNION ALL
        SELECT camera_id, kind, kind, at FROM videohealth_picturefault WHERE cleared_at IS NULL
        UNION ALL
        SELECT camera_id, fault, fault, issued_at FROM tickets WHERE NOT fault = ANY(%(others)s)
    ),
    rows AS (
        SELECT found.camera_id, found.kind, found.since, number, stage, due_at, parent
        FROM found JOIN cams ON cams.id = found.camera_id
        LEFT JOIN tickets USING (camera_id, fault)
        WHERE (%(stage)s = '' OR coalesce(stage, 'none') = %(stage)s)
    )
"""
_KINDS: Final = "SELECT kind, count(*) FROM rows GROUP BY kind ORDER BY count(*) DESC, kind"
_LIST: Final = """
    SELECT camera.code, camera.name, rows.kind, rows.since, rows.number, rows.stage, rows.due_at,
        rows.parent, agency.name, camera.gb_id, camera.address
    FROM rows JOIN video_camera camera ON camera.id = rows.camera_id
    JOIN organisation_agency agency ON agency.id = camera.agency_id
    WHERE %(kind)s = '' OR rows.kind = %(kind)s
    ORDER BY rows.due_at NULLS LAST, rows.since NULLS LAST, camera.code
    LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A camera with one fault; `number` and what follows are of the open ticket, if there is."""

    code: str
    name: str
    kind: str
    since: datetime | None
    number: str | None
    stage: str | None
    due_at: datetime | None
    parent: str | None
    agency: str
    gb_id: str | None
    address: str

    @property
    def label(self) -> str:
        """The fault in words."""
        return kind_label(self.kind)

    @property
    def ticket(self) -> str:
        """How far its repair has come, in words."""
        if self.parent:
            return _("part of %s") % self.parent
        return str(Stage(self.stage).label) if self.stage else _("No ticket")


def kinds(viewer: Viewer, chosen: Mapping[str, Any]) -> list[tuple[str, int]]:
    """How many faults of each kind fit, whatever kind is chosen; the most frequent first."""
    return [(str(kind), int(n)) for kind, n in _ask(viewer, chosen, _KINDS)]


def rows(
    viewer: Viewer, chosen: Mapping[str, Any], *, limit: int = PAGE, offset: int = 0
) -> list[FaultRow]:
    """The faults that fit, those due first at the top, without a ticket at the end."""
    return [FaultRow(*row) for row in _ask(viewer, chosen, _LIST, limit=limit, offset=offset)]


class FaultPages(Sequence[FaultRow]):
    """The faults as a paginator wants them: their number is known, only a slice is read."""

    def __init__(self, viewer: Viewer, chosen: Mapping[str, Any], count: int) -> None:
        self.viewer, self.chosen, self.size = viewer, chosen, count

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, slice):
            start, stop = which.start or 0, min(which.stop or self.size, self.size)
            return rows(self.viewer, self.chosen, limit=max(0, stop - start), offset=start)
        return rows(self.viewer, self.chosen, limit=1, offset=which)[0]


def table(viewer: Viewer, chosen: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The same as the rows of a sheet, its head first; at most 60,000."""
    yield [
        _("National id"), _("Number"), _("Name"), _("Agency"), _("Address"), _("Camera fault"),
        _("Wrong since"), _("Ticket"), _("Stage"), _("Due"),
    ]  # fmt: skip
    for row in rows(viewer, chosen, limit=60_000):
        stage = row.ticket
        yield [
            row.gb_id, row.code, row.name, row.agency, row.address, row.label, row.since,
            row.number, stage, row.due_at,
        ]  # fmt: skip


def kind_label(kind: str) -> str:
    """A fault or an unreached state in words."""
    for labels in (Fault, CameraStatus.State):
        if kind in labels.values:
            return str(labels(kind).label)
    return kind


def _ask(viewer: Viewer, chosen: Mapping[str, Any], sql: str, **given: int) -> list[Any]:
    wanted = {name: chosen.get(name) for name in ("q", "agency", "own", "cls", "is_public")}
    cameras = cameras_of(viewer, **wanted).in_use().order_by().values_list("pk")
    said, parameters = cameras.query.sql_with_params()
    values = {
        "unreached": [state.value for state in _UNREACHED],
        "others": [*FaultKind.values, Fault.OFFLINE.value],
        "stage": chosen.get("stage") or "",
        "kind": chosen.get("kind") or "",
    }
    with connection.cursor() as cursor:
        listed = cursor.mogrify(said, parameters).decode().replace("%", "%%")
        cursor.execute(_SQL.replace("{cameras}", listed) + sql, values | given)
        return list(cursor.fetchall())
