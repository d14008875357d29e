"""What came of switches: median and P90 of signing and of being ready, late, short, waived.

P90 is the nearest rank (inverted distribution function; Hyndman and Fan 1996, type 1) by
`numpy.quantile`: always the time of a real switch, which can be opened. The median is
`statistics.median`. Times are whole seconds from the order. Who was never ready has no time and
is counted beside; what was cancelled is in no figure and counted beside too. Drills are told
apart and never mixed in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median
from typing import Any, Final

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from checkpoints.duty import shortages
from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.duty.state import switch_row, switches_of
from grid.scope import Viewer

P90_METHOD: Final = "inverted_cdf"
GROUPINGS: Final = ("checkpoint", "line", "agency", "month", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some switches; seconds, None where nothing was measured."""

    switches: int  # without those cancelled
    cancelled: int
    signed: int
    ready: int
    unready: int
    sign_median_s: float | None
    sign_p90_s: int | None
    ready_median_s: float | None
    ready_p90_s: int | None
    sign_late: int
    late: int
    short: int
    waived: int


def figures_of(rows: Iterable[Switch], at: datetime) -> Figures:
    """The figures of these switches as they stand at `at`."""
    given = list(rows)
    counted = [row for row in given if row.state != Switch.State.CANCELLED]
    signing = [s for row in counted if (s := row.sign_seconds()) is not None]
    readying = [s for row in counted if (s := row.ready_seconds()) is not None]
    return Figures(
        switches=len(counted),
        cancelled=len(given) - len(counted),
        signed=len(signing),
        ready=len(readying),
        unready=len(counted) - len(readying),
        sign_median_s=median(signing) if signing else None,
        sign_p90_s=p90(signing),
        ready_median_s=median(readying) if readying else None,
        ready_p90_s=p90(readying),
        sign_late=sum(row.is_sign_late(at) for row in counted),
        late=sum(row.is_late(at) for row in counted),
        short=sum(row.is_short for row in counted),
        waived=sum(row.waived_at is not None for row in counted),
    )


def p90(seconds: Sequence[int]) -> int | None:
    """The nearest-rank P90: nine in ten took no longer."""
    return int(np.quantile(seconds, 0.9, method=P90_METHOD)) if seconds else None


def report_of(order: SwitchOrder, viewer: Viewer) -> dict[str, Any]:
    """The report of one order: its figures and the rows behind each count that is not good."""
    at, words = timezone.now(), shortages.names()
    switches = list(switches_of(order, viewer))
    rows = [switch_row(row, at, words) for row in switches]
    counted = [row for row in rows if row["stage"] != "cancelled"]
    return {
        "at": at.isoformat(),
        "number": order.number,
        "is_drill": order.is_drill,
        "state": order.state_at(at),
        "method": P90_METHOD,
        "figures": asdict(figures_of(switches, at)),
        "late": [row for row in counted if "late" in row["flags"]],
        "sign_late": [row for row in counted if row["is_sign_late"]],
        "short": [row for row in counted if "short" in row["flags"]],
        "waived": [row for row in counted if row["waiver"]],
        "unready": [row for row in counted if row["stage"] != "ready"],
        "cancelled": [row for row in rows if row["stage"] == "cancelled"],
    }


def statistics(rows: QuerySet[Switch], by: str, at: datetime) -> list[tuple[str, str, Figures]]:
    """(key, name, figures) for each checkpoint, line, agency, local month or level of the rows."""
    groups: dict[tuple[Any, str, str], list[Switch]] = defaultdict(list)
    for row in rows.iterator(chunk_size=2000):
        groups[_KEYS[by](row)].append(row)
    ordered = sorted(groups.items(), key=lambda item: item[0])
    return [(key, name, figures_of(found, at)) for (_rank, key, name), found in ordered]


def _month(row: Switch) -> tuple[Any, str, str]:
    text = timezone.localtime(row.issued_at).strftime("%Y-%m")
    return text, text, text


_KEYS: Final[dict[str, Callable[[Switch], tuple[Any, str, str]]]] = {
    "checkpoint": lambda row: (
        (row.checkpoint.line.rank, row.checkpoint.code),
        row.checkpoint.code,
        row.checkpoint.name,
    ),
    "line": lambda row: (
        row.checkpoint.line.rank,
        row.checkpoint.line_id,
        str(row.checkpoint.line),
    ),
    "agency": lambda row: (
        row.checkpoint.agency.path,
        row.checkpoint.agency.code,
        row.checkpoint.agency.name,
    ),
    "level": lambda row: (row.to_level.rank, row.to_level_id, str(row.to_level)),
    "month": _month,
}
