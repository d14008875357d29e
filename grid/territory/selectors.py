"""Finding ground: which cell a point lies in."""

from collections.abc import Sequence
from datetime import date

from grid.territory.models import Cell


def cell_at(*, lng: float, lat: float, on: date | None = None) -> Cell | None:
    """The one leaf cell that covers the WGS-84 point on that local date, or None outside all."""
    raise NotImplementedError


def cell_ids_at(lngs: Sequence[float], lats: Sequence[float], on: date | None = None) -> list[int | None]:
    """The leaf cell id of each WGS-84 point, set-based: made for 100,000 points and more."""
    raise NotImplementedError
