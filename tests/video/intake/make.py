"""Sheets and catalogues for the tests of intake."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.cast import SOUTH, STEP, WEST, Cast
from video.intake.models import IntakeRun
from video.intake.services import import_now

LNG, LAT = WEST + 0.5 * STEP, SOUTH + 1.5 * STEP  # in the middle of the first northern cell
HEAD = "设备编码,设备名称,经度,纬度,所属辖区公安机关"


def gb_id(number: int, kind: str = "132") -> str:
    return f"2204020000{kind}1{number:06}"


def line(number: int, *, lng: Any = LNG, lat: Any = LAT, agency: str = "990101000000") -> str:
    return f"{gb_id(number)},路口{number},{lng},{lat},{agency}"


def import_lines(
    cast: Cast, folder: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8", **how: Any
) -> IntakeRun:
    """Import a CSV file for the northern branch."""
    path = folder / "cameras.csv"
    path.write_bytes("\r\n".join([head, *lines]).encode(encoding))
    return import_now(path, by=cast.vera.as_actor(), agency=cast.north, **how)


def item(device: str, name: str, **fields: str) -> str:
    parts = "".join(f"<{tag}>{value}</{tag}>" for tag, value in fields.items())
    return f"<Item><DeviceID>{device}</DeviceID><Name>{name}</Name>{parts}</Item>"


def message(
    items: Iterable[str], *, device: str, total: int, serial: int = 17, root: str = "Response"
) -> str:
    listed = list(items)
    return (
        '<?xml version="1.0" encoding="GB2312"?>\r\n'
        f"<{root}><CmdType>Catalog</CmdType><SN>{serial}</SN><DeviceID>{device}</DeviceID>"
        f'<SumNum>{total}</SumNum><DeviceList Num="{len(listed)}">{"".join(listed)}</DeviceList>'
        f"</{root}>"
    )
