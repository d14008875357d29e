"""What a simulated day consists of: calls like those of the past two years, and pressed buttons."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from command_center.demo.calls import CallGenerator, CellRow
from command_center.demo.history import address_of
from command_center.demo.player import Deed
from command_center.incidents.calls import Call
from command_center.incidents.importing.mapping import Mapping
from command_center.incidents.importing.rows import read_row
from grid.organisation.models import Agency
from grid.rest.table_files import read_rows
from grid.territory.models import Cell

_DAY_S: Final = 86_400
_BUTTONS: Final = (
    ("POLE-01", "站前广场一键报警柱"),
    ("POLE-02", "人民公园一键报警柱"),
    ("POLE-03", "长途客运站一键报警柱"),
    ("POLE-04", "第一医院一键报警柱"),
    ("POLE-05", "中心市场一键报警柱"),
)


def cell_rows(agency: Agency) -> list[CellRow]:
    """The leaf cells in force below an agency, as the generator wants them."""
    cells = Cell.objects.filter(agency__path__startswith=agency.path, is_leaf=True).in_force()
    return [
        CellRow(
            code=cell.code,
            town=cell.parent.code if cell.parent else "",
            name=cell.name,
            is_urban=cell.kind == Cell.Kind.URBAN,
            outline=shapely.from_wkb(bytes(cell.outline.wkb)),
        )
        for cell in cells.select_related("parent").order_by("code")
    ]


def live_day(
    agency: Agency, *, now: datetime, seed: int, calls_per_day: int
) -> Iterator[tuple[float, Deed]]:
    """A day of calls from this hour on, in simulated seconds, with a button now and then."""
    generator = CallGenerator(cell_rows(agency), now=now, seed=seed)
    rng = np.random.default_rng(seed)
    past = generator.draw(planted=False)
    picked = rng.choice(len(past), calls_per_day, replace=False)
    second_of_day = now.hour * 3600 + now.minute * 60 + now.second
    for i in picked:
        kind, cell = generator.kinds[past.kind[i]], generator.cells[past.cell[i]]
        body = {
            "category": kind.category,
            "lng": round(float(past.lng[i]), 6),
            "lat": round(float(past.lat[i]), 6),
            "address": address_of(cell.name, int(past.cell[i]), int(past.anchor[i])),
            "narrative": kind.narratives[int(i) % len(kind.narratives)],
        }
        at_s = float((past.second[i] - second_of_day) % _DAY_S)
        yield at_s, Deed("incidents/", body, kind.disposition, float(rng.uniform(0.6, 1.8)))
    for number in range(max(1, calls_per_day // 30)):
        device, name = _BUTTONS[int(rng.integers(len(_BUTTONS)))]
        place = int(rng.choice(picked))
        press = {"device": device, "device_name": name, "lng": float(past.lng[place])}
        press |= {"lat": float(past.lat[place]), "is_exercise": False}
        yield float((number + rng.random()) * 1800), Deed("buttons/press/", press)


def replayed_month(path: Path, mapping: Mapping, *, month: str) -> list[tuple[float, Deed]]:
    """The calls of one month (`2020-11`) of a file, in their order, in seconds since its first."""
    _names, rows = read_rows(path, mapping.source.encoding)
    calls = [c for line, row in rows if (c := read_row(line, row, mapping).call)]
    chosen = [c for c in calls if c.reported_at and f"{c.reported_at:%Y-%m}" == month]
    chosen.sort(key=_when)
    began = _when(chosen[0]) if chosen else 0.0
    return [(_when(c) - began, Deed("incidents/", _replay_body(c))) for c in chosen]


def _when(call: Call) -> float:
    return call.reported_at.timestamp() if call.reported_at else 0.0


def _replay_body(call: Call) -> dict[str, Any]:
    """The call as if it came in now; its old time stays readable in the narrative."""
    return {
        "category": call.category,
        "lng": call.lng,
        "lat": call.lat,
        "crs": call.crs,
        "address": call.address,
        "narrative": f"{call.narrative} ({call.reported_at:%Y-%m-%d %H:%M})",
        "source": f"{call.source}-replay",
    }
