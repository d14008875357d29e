"""The register of alarm devices as a sheet."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from grid.frame.sheet_import import Table
from video.alarms.models import AlarmDevice
from video.alarms.serializers import AlarmDeviceFields
from video.alarms.services import save_device

_CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "agency": lambda row: row.agency.code,
    "place": lambda row: row.place_id or "",
    "point": lambda row: row.point.code if row.point else "",
    "lng": lambda row: row.location.x,
    "lat": lambda row: row.location.y,
}

TABLE: Final = Table(
    name="alarm-devices",
    key="code",
    columns=(
        *("code", "name", "kind", "agency", "place", "point", "address", "lng", "lat"),
        *("contact", "installed_on", "state", "note"),
    ),
    model=AlarmDevice,
    shape=AlarmDeviceFields,
    save=save_device,
    cells=_CELLS,
)

_HEAD: Final = (
    *("press", "device", "name", "place", "address", "lng", "lat", "agency", "pressed_at"),
    *("received_at", "late_s", "is_test", "is_registered", "repeat_of", "result"),
    *("incident_number", "note"),
)


def press_lines(rows: Any) -> Iterator[Any]:
    """The head, then a line for each press."""
    from_row = (
        *("device_code", "name", "place", "address"),
        *("pressed_at", "received_at", "late_s", "is_test"),
    )
    yield _HEAD
    for row in rows.iterator(chunk_size=500):
        said = [getattr(row, name) for name in from_row]
        at = row.location
        yield [
            *(row.pk, *said[:4], at.x if at else None, at.y if at else None, row.agency.code),
            *(*said[4:], row.device_id is not None, row.repeat_of_id),
            *(row.get_result_display(), row.incident_number, row.note),
        ]
