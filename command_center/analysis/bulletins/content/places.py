"""Hot cells, near-repeat zones, series, and the judgement of the period before."""

from typing import Any, Final

import numpy as np

from command_center.analysis.bulletins.content.inputs import BulletinInput
from command_center.analysis.bulletins.content.shape import HotCell, Zone
from command_center.analysis.methods import evaluation, series
from command_center.analysis.methods.inputs import Ints
from command_center.analysis.sheets.content.inputs import SheetInput, rounded
from command_center.analysis.sheets.content.places import hot_cells
from command_center.analysis.store.arrays import CaseArrays
from command_center.analysis.store.ground import CellGround

THIN_DEG: Final = 0.0002  # about 20 m: an outline on paper needs no more
DIGITS: Final = 5
MOST_NAMED: Final = 100  # cases that an address may name one by one
LEAST_LINKED: Final = 5  # cases below which no series is looked for
PARTS: Final = {
    "night": (22, 23, 0, 1, 2, 3),
    "morning": (4, 5, 6, 7, 8),
    "day": tuple(range(9, 17)),
    "evening": (17, 18, 19, 20, 21),
}


def cells(given: BulletinInput, found: dict[str, Any], zones: list[Zone]) -> list[HotCell]:
    """The ranking: hot cells first, then the fullest, up to as many as are shown."""
    ground = given.sheet.ground
    lines = {line["code"]: line for line in found["lines"]}
    codes = [*lines, *(code for code in _fullest(given) if code not in lines)][
        : int(given.settings["most_cells"])
    ]
    near = {zone["cell"] for zone in zones}
    place = {code: at for at, code in enumerate(ground.code)}
    counts, usual = _by_cell(given)
    made = []
    for rank, code in enumerate(codes, start=1):
        at, line = place[code], lines.get(code, {})
        made.append(
            HotCell(
                rank=rank,
                code=code,
                name=ground.name[at],
                cases=int(counts[at]),
                expected=round(float(usual[at]), 1),
                z=None,
                level=int(line.get("level", 0)),
                hints=_hints(line, is_near=ground.name[at] in near),
                rings=rings(ground.outline[at]),
                open=_opens(given, code),
            )
        )
    return made


def _by_cell(given: BulletinInput) -> tuple[Ints, Any]:
    """Cases of the window by cell, and as many as the weeks before lead one to expect."""
    sheet = given.sheet
    window = int(sheet.settings["window_days"])
    first, last = sheet.span(window)
    counts = sheet.cells_between(first, last)
    earlier = sheet.cells_between(sheet.recent_first, first - 1)
    return counts, earlier * (window / float(sheet.settings["before_days"]))


def _counted(ground: CellGround, keys: Ints) -> Ints:
    at = ground.places(keys)
    return np.bincount(at[at >= 0], minlength=len(ground)).astype(np.int64)


def _fullest(given: BulletinInput) -> list[str]:
    counts, _usual = _by_cell(given)
    order = np.argsort(-counts, kind="stable")
    return [given.sheet.ground.code[at] for at in order if counts[at] > 1]


def _hints(line: dict[str, Any], *, is_near: bool) -> list[str]:
    found = ["near_repeat"] if is_near else []
    if line.get("peak"):
        hour = (int(line["peak"]["from"]) + 1) % 24
        found += [name for name, hours in PARTS.items() if hour in hours]
    if "is_new" in line:
        found.append("new" if line["is_new"] else "lasting")
    return found


def _opens(given: BulletinInput, code: str) -> dict[str, str]:
    first, last = given.sheet.span(int(given.sheet.settings["window_days"]))
    return given.sheet.opens(first, last, cell=code, **given.focus.filters())


def rings(outline: Any) -> list[list[list[float]]]:
    """The outer outlines of a cell, thinned for paper."""
    thin = outline.simplify(THIN_DEG)
    parts = getattr(thin, "geoms", [thin])
    return [
        [[round(x, DIGITS), round(y, DIGITS)] for x, y in part.exterior.coords[:-1]]
        for part in parts
        if not part.is_empty
    ]


def around(given: BulletinInput, shown: list[HotCell], zones: list[Zone]) -> list[Any]:
    """Outlines of the cells round about what is shown."""
    points = [point for cell in shown for ring in cell["rings"] for point in ring]
    points += [[zone["lng"], zone["lat"]] for zone in zones]
    if not points:
        return []
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    pad = max(max(xs) - min(xs), max(ys) - min(ys), 0.02)
    box = (min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
    found = []
    for outline in given.sheet.ground.outline:
        west, south, east, north = outline.bounds
        if east > box[0] and west < box[2] and north > box[1] and south < box[3]:
            found += rings(outline)
    return found


def zones_of(given: BulletinInput, found: dict[str, Any]) -> list[Zone]:
    """Zones open at the end of the period, those at most risk first, in degrees of WGS-84."""
    sheet, test = given.sheet, found.get("test", {})
    cells = dict(zip(sheet.ground.code, sheet.ground.name, strict=True))
    name, name_en = _names(given, str(found["category"]))
    place = {str(number): at for at, number in enumerate(sheet.near.number)}
    made = []
    for line in found["lines"][: int(given.settings["most_zones"])]:
        members = [place[number] for number in line["numbers"]]
        codes = [cells.get(code, code) for code in line["cells"]]
        made.append(
            Zone(
                code=str(found["category"]),
                name=name,
                name_en=name_en,
                cell=codes[0] if codes else "",
                lng=round(float(np.nanmean(sheet.near.lng[members])), DIGITS),
                lat=round(float(np.nanmean(sheet.near.lat[members])), DIGITS),
                radius_m=float(line["radius_m"]),
                cases=int(line["cases"]),
                expected=None,
                p=test.get("p"),
                until=line["ends"],
                open=line["open"],
            )
        )
    return made


def _names(given: BulletinInput, code: str) -> tuple[str, str]:
    known = {one.code: one for one in (*given.types, *given.kinds, *given.sheet.classes)}
    found = known.get(code)
    return (found.name, found.name_en) if found else (code, "")


def linked(given: BulletinInput) -> list[dict[str, Any]]:
    """Groups of cases that may be one series; of cases, never of persons."""
    if "series" in given.off or len(given.recent) < LEAST_LINKED:
        return []
    found = given.recent
    pairs = series.linkage(
        found.x, found.y, found.occurred_from, found.occurred_to,
        np.where(found.tags == 0, -1, found.tags), max_days=given.settings["series_days"],
    )  # fmt: skip
    groups = series.groups(pairs)[: int(given.settings["most_series"])]
    return [_series(given, group) for group in groups]


def _series(given: BulletinInput, group: series.Group) -> dict[str, Any]:
    members = list(group.cases)
    numbers = [str(given.recent.number[at]) for at in members]
    keys, counts = np.unique(given.recent.category[members], return_counts=True)
    fullest = int(keys[int(np.argmax(counts))])
    known = [one for one in given.types if one.members and fullest in one.members]
    return {
        "numbers": numbers,
        "name": (known or [given.focus])[0].name,
        "name_en": (known or [given.focus])[0].name_en,
        "cases": len(numbers),
        "score": rounded(group.score, 1),
        "open": {"numbers": ",".join(numbers)},
    }


def judged(given: BulletinInput) -> dict[str, Any] | None:
    """Last period's hot cells against what was reported in this one, and against habit."""
    if given.earlier is None or "evaluation" in given.off:
        return None
    earlier: SheetInput = given.earlier
    lines = hot_cells(earlier)["lines"]
    if not lines:
        return None
    ground = earlier.ground
    place = {code: at for at, code in enumerate(ground.code)}
    hot = np.zeros(len(ground), dtype=bool)
    hot[[place[line["code"]] for line in lines]] = True
    mine = given.mine(given.cases)
    first, last = earlier.span(int(earlier.settings["window_days"]))
    found = evaluation.compare(
        hot,
        _counted(ground, mine.cell),
        earlier.cells_between(first, last),
        ground.area_km2,
    )
    habit = evaluation.naive(earlier.cells_between(first, last), like=hot, areas=ground.area_km2)
    at = ground.places(mine.cell)
    return {
        "method": _choice(found.method, mine.where((at >= 0) & hot[at])),
        "naive": _choice(found.naive, mine.where((at >= 0) & habit[at])),
    }


def _choice(found: evaluation.Evaluation, inside: CaseArrays) -> dict[str, Any]:
    numbers = ",".join(map(str, inside.number.tolist()))
    opened = {"open": {"numbers": numbers}} if 0 < len(inside) <= MOST_NAMED else {}
    return opened | {
        "hits": int(found.hits),
        "cases": int(found.cases),
        "hit_rate": rounded(found.hit_rate, 4),
        "area_share": rounded(found.area_share, 4),
        "pai": rounded(found.pai),
        "pei": rounded(found.pei),
    }
