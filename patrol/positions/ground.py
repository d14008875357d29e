"""Whether a fix lies outside the city: farther than the margin from every cell in force."""

from typing import Final

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from grid.territory.index import NOWHERE, current_index
from patrol.positions.judging import Floats

MARGIN_M: Final = 3_000  # a pursuit or a bridge may lead a little beyond the line
# The box in degrees only spares the exact test; it is generous up to 70° of latitude.
_NEAR: Final = """
    SELECT given.place FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY
           AS given(lng, lat, place)
     WHERE EXISTS (
        SELECT 1 FROM territory_cell c
         WHERE c.is_leaf AND c.valid_from <= %s AND (c.valid_to IS NULL OR c.valid_to > %s)
           AND c.outline && ST_Expand(ST_SetSRID(ST_MakePoint(lng, lat), 4326), %s)
           AND ST_DWithin(c.outline::geography,
                          ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, %s))
"""


def is_outside(lng: Floats, lat: Floats) -> NDArray[np.bool_]:
    """For each WGS-84 point whether it is off the ground; nothing is while there are no cells."""
    today = timezone.localdate()
    index = current_index(today)
    if not index.cells:
        return np.zeros(len(lng), dtype=bool)
    outside: NDArray[np.bool_] = index.ids_at(lng, lat) == NOWHERE
    rows = np.flatnonzero(outside)
    if len(rows):
        box_deg = MARGIN_M / 111_000 / np.cos(np.radians(70))
        with connection.cursor() as cursor:
            pairs = [lng[rows].tolist(), lat[rows].tolist()]
            cursor.execute(_NEAR, [*pairs, today, today, float(box_deg), MARGIN_M])
            near = [place - 1 for (place,) in cursor.fetchall()]
        outside[rows[near]] = False
    return outside
