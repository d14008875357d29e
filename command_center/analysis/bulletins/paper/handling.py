"""一、总体情况, continued: calls by type, which were important, how fast, orders not finished."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from command_center.analysis.bulletins.content.shape import Content, Open, Speed
from command_center.analysis.bulletins.paper.numbers import (
    CALL_GROUPS,
    NONE,
    PERIODS,
    changed_cell,
    count_cell,
    day,
    share,
    whole,
)
from command_center.analysis.bulletins.paper.parts import Cell, Line, Table, Words

STEPS: Final = {
    "sign": gettext_lazy("Order to signing for it"),
    "arrival": gettext_lazy("Call to arrival"),
    "feedback": gettext_lazy("Arrival to feedback"),
}
BANDS: Final = {
    "sign": ("0–30 s", "30–60 s", "60–120 s", "120–180 s", ">180 s"),
    "arrival": ("0–5 min", "5–10 min", "10–15 min", "15–30 min", ">30 min"),
    "feedback": ("0–30 min", "30–60 min", "1–2 h", "2–4 h", ">4 h"),
}


def calls_of(content: Content) -> Table:
    """Calls by the first level of their category."""
    now, before, last_year, _lately = (str(word) for word in PERIODS[content["job"]])
    lines = [
        Line(
            cells=(
                Cell(text=str(CALL_GROUPS.get(row["code"], row["code"]))),
                count_cell(row),
                Cell(text=whole(row["previous"]), open=row.get("open_previous")),
                changed_cell(row["now"], row["previous"]),
                Cell(text=whole(row["last_year"]), open=row.get("open_last_year")),
                changed_cell(row["now"], row["last_year"]),
            )
        )
        for row in content["calls"]
    ]
    heads = (
        _("Type of call"),
        now,
        before,
        pgettext("bulletin", "Change"),
        last_year,
        _("On the year"),
    )
    return Table(name=_("Calls by type"), heads=heads, lines=tuple(lines), empty=_("No calls."))


def important_of(content: Content) -> Table:
    """Calls of level 1, or with dead or injured."""
    lines = [
        Line(
            cells=(
                Cell(text=one["number"], open={"of": "incident", "number": one["number"]}),
                Cell(text=f"{day(one['at'][:10])} {one['at'][11:16]}"),
                Cell(text=one["area"]),
                Cell(text=str(CALL_GROUPS.get(one["category"], CALL_GROUPS["99"]))),
                Cell(text=whole(one["level"])),
                Cell(text=whole(one["dead"])),
                Cell(text=whole(one["injured"])),
            )
        )
        for one in content["important"]
    ]
    heads = (
        pgettext("bulletin", "Number"),
        pgettext("bulletin", "Taken"),
        pgettext("bulletin", "Area"),
        pgettext("bulletin", "Category"),
        pgettext("bulletin", "Level"),
        pgettext("bulletin", "Dead"),
        pgettext("bulletin", "Injured"),
    )
    empty = _("None of level 1, none with dead or injured.")
    return Table(
        name=_("Important incidents"), heads=heads, lines=tuple(lines), words=4, empty=empty
    )


def speeds_of(content: Content) -> tuple[Table | Words, ...]:
    """Each step with the bands of its times."""
    rows = [_speed(row) for row in content["speed"] if row["known"]]
    return tuple(rows) or (Words(lines=(_("No calls with these times."),)),)


def _speed(row: Speed) -> Table:
    """One step with its own bands as heads."""
    opens: Sequence[Open | None] = row.get("open") or [None] * len(row["bands"])
    counts = [
        Cell(text=f"{whole(count)} ({share(count, row['known'])})", open=opened)
        for count, opened in zip(row["bands"], opens, strict=True)
    ]
    name = str(STEPS[row["step"]])
    known = {"known": whole(row["known"]), "of": whole(row["of"])}
    head = Cell(text=_("known for %(known)s of %(of)s") % known, open=row.get("open_known"))
    return Table(
        name=name,
        heads=(name, *BANDS[row["step"]], pgettext("bulletin", "Median")),
        lines=(Line(cells=(head, *counts, Cell(text=lasting(row["median_s"])))),),
    )


def lasting(seconds: float | None) -> str:
    """A time of seconds as "45 s", "7 min", "1.5 h"."""
    if seconds is None:
        return NONE
    if seconds < 120:
        return _("%(count)s s") % {"count": round(seconds)}
    if seconds < 7200:
        return _("%(count)s min") % {"count": round(seconds / 60)}
    return _("%(count)s h") % {"count": f"{seconds / 3600:.1f}"}


def orders_of(content: Content) -> Table:
    """Direct orders that were not finished when it was made."""
    lines = [
        Line(
            cells=(
                Cell(text=one["title"], open={"of": "order", "number": one.get("number", "")}),
                Cell(text=one["agency"]),
                Cell(text=f"{day(one['due'][:10])} {one['due'][11:16]}"),
                Cell(
                    text=pgettext("order", "overdue")
                    if one["is_late"]
                    else pgettext("order", "open")
                ),
            )
        )
        for one in content["orders"]
    ]
    heads = (
        pgettext("bulletin", "Order"),
        pgettext("bulletin", "Agency"),
        pgettext("bulletin", "Due"),
        pgettext("bulletin", "State"),
    )
    return Table(
        name=_("Orders not finished"),
        heads=heads,
        lines=tuple(lines),
        words=4,
        empty=_("Every order of the period is finished."),
    )
