"""The demo city's places and premise notes: invented, each in the town it is said to be in."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.demo.calls import CallGenerator
from command_center.demo.ground import FIXTURES
from command_center.incidents.models import PremiseNote
from grid.territory.models import Cell, Place

_NOTES: Final = (
    "住户家中有大型犬，进门前先打电话。",
    "楼道狭窄，夜间无照明，请带强光手电。",
    "有易燃物堆放，进入前通知消防。",
    "曾有人在门口设障，双人到场。",
    "电梯常年故障，走西侧楼梯。",
    "院门为电子锁，可联系物业开门。",
)


def create_places(generator: CallGenerator, cells: Mapping[str, Cell]) -> int:
    """Places of fixtures/demo_places.csv, each at a street corner of its town."""
    with (FIXTURES / "demo_places.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    taken: dict[str, int] = {}
    places = []
    for row in rows:
        nth = taken[row["town"]] = taken.get(row["town"], -1) + 1
        cell, point = corner_in(generator, cells, row["town"], nth)
        places.append(
            Place(
                name=row["name"],
                kind=row["kind"],
                address=cell.name,
                point=point,
                source_lng=point.x,
                source_lat=point.y,
                cell=cell,
                agency=cell.agency,
                is_key=row["is_key"] == "1",
                windows=list(_windows(row)),
            )
        )
    return len(Place.objects.bulk_create(places))


def create_premise_notes(generator: CallGenerator, cells: Mapping[str, Cell]) -> int:
    """Warnings at some corners, the last one due for review."""
    today = timezone.localdate()
    towns = sorted({c.town for c in generator.cells if c.is_urban})
    notes: Iterable[PremiseNote] = (
        PremiseNote(
            agency=cell.agency,
            point=point,
            address=f"{cell.name}{number + 1}号楼",
            text=text,
            author="演示数据",
            review_on=today + timedelta(days=30 * number),
            expires_on=today + timedelta(days=180 + 30 * number),
        )
        for number, text in enumerate(_NOTES)
        for cell, point in [corner_in(generator, cells, towns[number % len(towns)], number)]
    )
    return len(PremiseNote.objects.bulk_create(notes))


def corner_in(
    generator: CallGenerator, cells: Mapping[str, Cell], town: str, nth: int
) -> tuple[Cell, Point]:
    """The nth corner of a town, going round its cells."""
    inside = [i for i, row in enumerate(generator.cells) if row.town == town]
    index, anchor = inside[nth % len(inside)], nth // len(inside) % 6
    lng, lat = generator.anchor_x[index, anchor], generator.anchor_y[index, anchor]
    point = Point(round(float(lng), 7), round(float(lat), 7), srid=4326)
    return cells[generator.cells[index].code], point


def _windows(row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if row["days"]:
        first, last = (int(day) for day in row["days"].split("-"))
        yield {"days": list(range(first, last + 1)), "from": row["from"], "to": row["to"]}
