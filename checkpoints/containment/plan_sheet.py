"""The posts of a plan as lines of a table, and rings drawn through them where none were drawn."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from math import atan2
from typing import Any, Final

from django.utils.translation import gettext as _

from checkpoints.containment.models import ContainmentPlan, Stage
from checkpoints.containment.services.shared import fault
from checkpoints.register.models import Checkpoint
from grid.errors import FieldError, InvalidInput

COLUMNS: Final = (
    "ring", "ring_name", "stage", "name", "road", "lng", "lat", "agency", "officers", "vehicles",
)  # fmt: skip
OUT_DEG: Final = 0.004  # half the side, some 400 m, of a ring through fewer than three posts


def lines_of(plan: ContainmentPlan) -> str:
    """The posts of a plan as the form shows them."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = plan.posts.select_related("ring", "checkpoint", "agency")
    for one in rows:
        place = (
            (one.checkpoint.code, "") if one.checkpoint
            else (f"{one.point.x:.6f}", f"{one.point.y:.6f}")
        )  # fmt: skip
        writer.writerow(
            [
                one.ring.rank, one.ring.name, one.stage, one.name, one.road, *place,
                one.agency.code if one.agency else "", one.officers, one.vehicles,
            ]
        )  # fmt: skip
    return out.getvalue()


def rings_of(text: str, plan: ContainmentPlan | None) -> list[dict[str, Any]]:
    """Rings with their posts from lines; a ring the plan has keeps its outline.

    Raises InvalidInput naming each line that cannot be read.
    """
    rings: dict[int, dict[str, Any]] = {}
    faults: list[FieldError] = []
    for number, cells in _lines(text):
        try:
            rank, post, name = _post(cells)
        except ValueError as error:
            words = _("Line %(number)s: %(fault)s") % {"number": number, "fault": error}
            faults.append(fault("/posts", "invalid", words))
            continue
        ring = rings.setdefault(rank, {"rank": rank, "name": name or str(rank), "posts": []})
        ring["posts"].append(post)
    if faults:
        raise InvalidInput(_("The plan was not kept."), errors=faults[:20])
    known = {one.rank: one.outline.coords[0] for one in plan.rings.all()} if plan else {}
    for rank, ring in rings.items():
        drawn = known.get(rank)
        ring["outline"] = [list(corner) for corner in drawn] if drawn else _through(ring["posts"])
    return [rings[rank] for rank in sorted(rings)]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            sign = "\t" if "\t" in line else ","
            yield number, [cell.strip() for cell in next(csv.reader([line], delimiter=sign))]


def _post(cells: Sequence[str]) -> tuple[int, dict[str, Any], str]:
    """Rank, post and name of the ring; raises ValueError in words."""
    said = dict(zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False))
    if not said["ring"].isdigit() or not 1 <= int(said["ring"]) <= 9:
        raise ValueError(_("the ring is a number from 1 to 9"))
    if said["stage"] and said["stage"] not in Stage.values:
        raise ValueError(_("no such stage: %s") % said["stage"])
    post: dict[str, Any] = {"name": said["name"], "road": said["road"]}
    post["stage"] = said["stage"] or Stage.POINTS
    post["agency"] = said["agency"] or None
    if said["lat"]:
        post["lng"], post["lat"] = _number(said["lng"]), _number(said["lat"])
    else:
        post["checkpoint"] = said["lng"]
    for name in ("officers", "vehicles"):
        if said[name]:
            if not said[name].isdigit() or int(said[name]) > 999:
                raise ValueError(_("a whole number is needed: %s") % said[name])
            post[name] = int(said[name])
    return int(said["ring"]), post, said["ring_name"]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(_("a number of degrees is needed: %s") % text) from None


def _through(posts: Sequence[dict[str, Any]]) -> list[list[float]]:
    """A ring through the posts in order round their middle; a small square round fewer."""
    spots = [spot for spot in map(_spot, posts) if spot]
    if not spots:
        return []
    lng = sum(x for x, _y in spots) / len(spots)
    lat = sum(y for _x, y in spots) / len(spots)
    if len(set(spots)) < 3:
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        return [[lng + x * OUT_DEG, lat + y * OUT_DEG] for x, y in corners]
    around = sorted(set(spots), key=lambda spot: atan2(spot[1] - lat, spot[0] - lng))
    return [list(spot) for spot in [*around, around[0]]]


def _spot(post: dict[str, Any]) -> tuple[float, float] | None:
    if "lat" in post:
        return post["lng"], post["lat"]
    station = Checkpoint.objects.filter(code=post["checkpoint"]).first()
    return (station.point.x, station.point.y) if station else None
