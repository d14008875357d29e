"""三、重点部位: hot cells, near-repeat zones, series, and whether last cells were right."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from command_center.analysis.bulletins.content.shape import Content, HotCell
from command_center.analysis.bulletins.paper import plan
from command_center.analysis.bulletins.paper.numbers import NONE, day, name_of, tenth, whole
from command_center.analysis.bulletins.paper.parts import (
    Block,
    Cell,
    Heading,
    Line,
    Places,
    Ring,
    Section,
    Shape,
    Table,
    Words,
)
from command_center.analysis.methods.change import plain

WIDTH: Final = 400  # pixels of the map
HEIGHT: Final = 290
MARKS: Final = "甲乙丙丁戊己庚辛壬癸"
MOST_M: Final = 12_000.0  # ground on the map; what lies farther off stands in the table alone
SMALLEST_PX: Final = 9.0  # radius of a zone that can still be seen
HINTS: Final = {
    "near_repeat": gettext_lazy("near repeats"),
    "night": gettext_lazy("night"),
    "morning": gettext_lazy("early morning"),
    "day": gettext_lazy("daytime"),
    "evening": gettext_lazy("evening"),
    "weekend": gettext_lazy("weekend"),
    "lasting": gettext_lazy("hot for weeks"),
    "new": gettext_lazy("newly hot"),
}
SCALES: Final = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


def places_of(content: Content, remark: str) -> Section:
    """The whole section."""
    parts = [Heading(title="", blocks=_map(content))]
    if content["zones"]:
        parts.append(Heading(title=_("Near-repeat zones"), blocks=(_zones(content),)))
    parts.append(Heading(title=_("Series to look at"), blocks=(_series(content),)))
    parts.append(
        Heading(title=_("Hot cells of the period before, judged"), blocks=_judged(content))
    )
    return Section(key="places", title=_("3. Places"), parts=tuple(parts), remark=remark)


def _map(content: Content) -> tuple[Block, ...]:
    """The map, and how much lies too far off to be on it."""
    groups = [[(x, y) for ring in cell["rings"] for x, y in ring] for cell in content["cells"]]
    groups += [[(zone["lng"], zone["lat"])] for zone in content["zones"]]
    groups = [group for group in groups if group]
    if not groups:
        return (Words(lines=(_("No cell stands out, and there is no near-repeat zone."),)),)
    fits = plan.within(groups, MOST_M)
    points = [point for group, fit in zip(groups, fits, strict=True) if fit for point in group]
    window = plan.around(points, width=WIDTH, height=HEIGHT)
    scale = next((m for m in reversed(SCALES) if m * window.px_per_m <= WIDTH / 4), SCALES[0])
    told = {"cells": len(content["cells"]), "zones": len(content["zones"])}
    off = {"n": fits.count(False), "km": f"{MOST_M / 1000:g}"}
    far = _("Off the map, more than %(km)s km across: %(n)s, in the tables only.") % off
    drawn = Places(
        label=_("Map of %(cells)s cells and %(zones)s near-repeat zones") % told,
        width=WIDTH,
        height=HEIGHT,
        ground=window.path(ring for ring in content["ground"] if window.shows(ring)),
        shapes=tuple(
            _shape(cell, window)
            for cell in content["cells"]
            if any(window.shows(ring) for ring in cell["rings"])
        ),
        rings=_rings(content, window),
        levels=(_("hot, confidence 99%"), _("95%")),
        zone_word=_("near-repeat zone"),
        table=_ranking(content),
        scale_px=round(scale * window.px_per_m, 1),
        scale_word=_scale(scale),
    )
    return (drawn, Words(lines=(far,))) if off["n"] else (drawn,)


def _shape(cell: HotCell, window: plan.Plan) -> Shape:
    largest = max(cell["rings"], key=len)
    x, y = window.at(*plan.middle(largest))
    path = window.path(cell["rings"])
    return Shape(path=path, rank=cell["rank"], level=cell["level"], x=x, y=y + 5)


def _rings(content: Content, window: plan.Plan) -> tuple[Ring, ...]:
    made = []
    for mark, zone in zip(MARKS, content["zones"], strict=False):
        if not window.shows([[zone["lng"], zone["lat"]]]):
            continue
        x, y = window.at(zone["lng"], zone["lat"])
        r = round(max(zone["radius_m"] * window.px_per_m, SMALLEST_PX), 1)
        label_x = x + r + 9 if x < WIDTH - 40 else x - r - 9
        made.append(Ring(mark=mark, x=x, y=y, r=r, label_x=round(label_x, 1)))
    return tuple(made)


def _scale(metres: int) -> str:
    return f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"


def _ranking(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=f"{cell['rank']}　{cell['name']}"),
                Cell(text=whole(cell["cases"]), open=cell.get("open"), tone="strong"),
                Cell(text=tenth(cell["expected"])),
                Cell(text=_hints(cell)),
            )
        )
        for cell in content["cells"]
    ]
    heads = (
        pgettext("bulletin", "Cell"),
        pgettext("bulletin", "Four weeks"),
        pgettext("bulletin", "Expected"),
        _("What it may be"),
    )
    return Table(
        name=_("Cells by cases"),
        heads=heads,
        lines=tuple(lines),
        tail=1,
        empty=_("No cell stands out."),
    )


def _hints(cell: HotCell) -> str:
    words = [str(HINTS[hint]) for hint in cell["hints"] if hint in HINTS]
    return pgettext("between names", ", ").join(words) or NONE


def _zones(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=f"{mark}　{zone['cell']}"),
                Cell(text=name_of(zone)),
                Cell(text=whole(zone["cases"]), open=zone.get("open"), tone="strong"),
                Cell(text=whole(round(zone["radius_m"]))),
                Cell(text=NONE if zone["p"] is None else f"{zone['p']:.3f}"),
                Cell(text=day(zone["until"])),
            )
        )
        for mark, zone in zip(MARKS, content["zones"], strict=False)
    ]
    heads = (
        pgettext("bulletin", "Zone"),
        pgettext("bulletin", "Class"),
        pgettext("bulletin", "Cases"),
        _("Radius, m"),
        "p",
        _("Raised until"),
    )
    return Table(name=_("Near-repeat zones"), heads=heads, lines=tuple(lines), words=2)


def _series(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=", ".join(one["numbers"]), open=one.get("open")),
                Cell(text=name_of(one)),
                Cell(text=whole(one["cases"]), open=one.get("open"), tone="strong"),
                Cell(text=tenth(one["score"])),
            )
        )
        for one in content["series"]
    ]
    heads = (
        _("Cases that may be one series"),
        pgettext("bulletin", "Class"),
        pgettext("bulletin", "Cases"),
        pgettext("bulletin", "Score"),
    )
    empty = _("No group of cases is alike enough.")
    return Table(name=_("Series to look at"), heads=heads, lines=tuple(lines), words=2, empty=empty)


def _judged(content: Content) -> tuple[Block, ...]:
    found = content["evaluation"]
    if found is None:
        return (Words(lines=(_("There were no hot cells in the period before."),)),)
    rows = (
        (_("Hot cells"), found["method"]),
        (_("Same cells as the month before"), found["naive"]),
    )
    lines = tuple(_judged_line(name, row) for name, row in rows)
    heads = (
        pgettext("bulletin", "Choice"),
        _("Cases in them"),
        _("Hit rate"),
        _("Share of the ground"),
        "PAI",
        "PEI",
    )
    better = found["method"]["hits"] > found["naive"]["hits"]
    verdict = (
        _("They held more of what was reported than habit would have.")
        if better
        else _("They held no more of what was reported than habit would have.")
    )
    table = Table(name=_("Hot cells of the period before, judged"), heads=heads, lines=lines)
    return (table, Words(lines=(verdict,)))


def _judged_line(name: str, row: dict[str, Any]) -> Line:
    told = {"hits": whole(row["hits"]), "of": whole(row["cases"])}
    return Line(
        cells=(
            Cell(text=name),
            Cell(text=_("%(hits)s of %(of)s") % told, tone="strong", open=row.get("open")),
            Cell(text=percent(row["hit_rate"])),
            Cell(text=percent(row["area_share"])),
            Cell(text=NONE if row["pai"] is None else f"{row['pai']:.2f}"),
            Cell(text=NONE if row["pei"] is None else f"{row['pei']:.2f}"),
        )
    )


def percent(part: float | None) -> str:
    """A share from 0 to 1 in per cent."""
    if part is None:
        return NONE
    small = 0 < part < 0.001  # would be printed as nothing
    return f"{part * 100:.2f}%" if small else f"{plain(part * 100)}%"
