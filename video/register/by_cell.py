"""Cameras by cell, for the board of cells: the ground floor asks, and knows no camera."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from grid.scope import Viewer
from grid.service.board.sources import counted, listing
from video.register.models.codes import DeviceState
from video.register.selectors import cameras


def counts(
    viewer: Viewer, cell_codes: Sequence[str], _since: datetime, _until: datetime
) -> Mapping[str, int]:
    """Cameras that are in use."""
    return counted(cameras(viewer, device_state=DeviceState.IN_USE), cell_codes)


def url(cell_code: str, _since: datetime, _until: datetime) -> str:
    """The register narrowed to them."""
    return listing("camera_list", cell=cell_code, device_state=DeviceState.IN_USE.value)
