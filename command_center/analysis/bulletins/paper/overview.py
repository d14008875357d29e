"""一、总体情况: totals, calls, types, counties, what was important, how fast, what is left."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from command_center.analysis.bulletins.content.shape import Content, Named, Speed
from command_center.analysis.bulletins.paper.numbers import (
    CALL_GROUPS,
    NONE,
    PERIODS,
    changed_cell,
    count_cell,
    day,
    share,
    sign,
    tenth,
    whole,
)
from command_center.analysis.bulletins.paper.parts import (
    Cell,
    Figure,
    Heading,
    Line,
    Section,
    Table,
    Trend,
    Words,
)

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


def figures_of(content: Content) -> tuple[Figure, ...]:
    """The key figures, each with what it is held against."""
    key = content["key"]
    cases, zero, calls, done = key["cases"], key["zero_days"], key["calls"], key["proposals"]
    told = {
        "before": sign(_less(cases["now"], cases["previous"])),
        "year": sign(_less(cases["now"], cases["last_year"])),
    }
    zeros = {"year": whole(zero["year"]), "before": whole(zero["last_year"])}
    taken = {"all": whole(calls["all"]), "share": share(calls["valid"], calls["all"])}
    return (
        Figure(
            label=content["focus"]["name"],
            value=whole(cases["now"]),
            unit=_cases_word(cases["now"]),
            note=_("period before %(before)s · last year %(year)s") % told,
            open=cases.get("open"),
        ),
        Figure(
            label=_("Days without a case"),
            value=whole(zero["now"]),
            unit=pgettext("unit", "days"),
            note=_("this year %(year)s, last year by this day %(before)s") % zeros,
        ),
        Figure(
            label=_("Valid calls"),
            value=whole(calls["valid"]),
            unit=pgettext("unit of calls", "calls"),
            note=_("of %(all)s taken, %(share)s valid") % taken,
            open=calls.get("open"),
        ),
        Figure(
            label=_("Proposals of the period before, done"),
            value=str(done["done"]),
            unit=f"/ {done['of']}",
            note=ngettext("%(late)s overdue", "%(late)s overdue", done["late"])
            % {"late": done["late"]},
        ),
    )


def _cases_word(count: float | None) -> str:
    return pgettext("unit of cases", "cases")


def _less(now: float | None, base: float | None) -> float | None:
    return None if now is None or base is None else now - base


def overview_of(content: Content, remark: str) -> Section:
    """The whole section."""
    parts = [
        Heading(title="", blocks=(_types(content), _areas(content), _lists(content))),
        Heading(title=_("Trend"), blocks=(_trend(content),)),
        Heading(title=_("Calls by type"), blocks=(_calls(content),)),
        Heading(title=_("Cases by kind"), blocks=(_subtypes(content),)),
        Heading(title=_("Important incidents"), blocks=(_important(content),)),
        Heading(title=_("Speed of handling"), blocks=_speeds(content)),
        Heading(title=_("Orders not finished"), blocks=(_orders(content),)),
    ]
    kept = tuple(part for part in parts if part.title != _("Trend") or content["trend"])
    return Section(key="overview", title=_("1. Overview"), parts=kept, remark=remark)


def _heads(content: Content, first: str, *, spark: bool) -> tuple[str, ...]:
    now, before, last_year, lately = (str(word) for word in PERIODS[content["job"]])
    heads = (
        first,
        now,
        before,
        pgettext("bulletin", "Change"),
        last_year,
        _("On the year"),
        _("3-year mean"),
    )
    return (*heads, lately) if spark else heads


def _line(row: Named, *, is_sum: bool = False, spark: bool = True) -> Line:
    return Line(
        cells=(
            Cell(text=row["name"]),
            count_cell(row),
            Cell(text=whole(row["previous"]), open=row.get("open_previous")),
            changed_cell(row["now"], row["previous"]),
            Cell(text=whole(row["last_year"]), open=row.get("open_last_year")),
            changed_cell(row["now"], row["last_year"]),
            Cell(text=tenth(row["mean3"])),
        ),
        spark=tuple(row.get("spark", ())) if spark else (),
        is_sum=is_sum,
    )


def _types(content: Content) -> Table:
    cases = content["key"]["cases"]
    total = Named(
        code="",
        name=pgettext("bulletin", "Total"),
        spark=_summed(content["types"]),
        now=cases["now"],
        previous=cases["previous"],
        last_year=cases["last_year"],
        mean3=cases["mean3"],
        open=cases.get("open", {}),
        open_previous=cases.get("open_previous", {}),
        open_last_year=cases.get("open_last_year", {}),
    )
    lines = [_line(row) for row in content["types"]]
    return Table(
        name=_("Cases by type"),
        heads=_heads(content, _("Type of case"), spark=True),
        lines=(*lines, _line(total, is_sum=True)),
    )


def _summed(rows: Sequence[Named]) -> list[float]:
    sparks = [row.get("spark", []) for row in rows]
    return [sum(each) for each in zip(*sparks, strict=True)] if sparks else []


def _areas(content: Content) -> Table:
    now, before, *_rest = (str(word) for word in PERIODS[content["job"]])
    lines = [
        Line(
            cells=(
                Cell(text=row["name"]),
                count_cell(row),
                Cell(text=whole(row["previous"]), open=row.get("open_previous")),
                changed_cell(row["now"], row["previous"]),
                Cell(text=tenth(row["mean3"])),
                Cell(text=_("%(days)s d") % {"days": row.get("zero_days", NONE)}),
            )
        )
        for row in content["areas"]
    ]
    return Table(
        name=_("Cases by area"),
        heads=(
            pgettext("bulletin", "Area"),
            now,
            before,
            pgettext("bulletin", "Change"),
            _("3-year mean"),
            _("Without a case"),
        ),
        lines=tuple(lines),
        empty=_("No area below."),
    )


def _lists(content: Content) -> Words:
    words = {
        "zero": _("Without a case: %(areas)s."),
        "down": _("Down: %(areas)s."),
        "flat": _("Flat: %(areas)s."),
        "up": _("Up: %(areas)s."),
    }
    between = pgettext("between names", ", ")
    lists = content["lists"]
    lines = [words[key] % {"areas": between.join(lists[key])} for key in words if lists.get(key)]
    return Words(lines=tuple(lines))


def _trend(content: Content) -> Trend:
    rows = content["trend"]
    return Trend(
        caption=_("Cases by period; the band is the range that was to be expected."),
        label=_("Cases of the last periods, the last one %(count)s")
        % {"count": whole(rows[-1]["cases"]) if rows else NONE},
        periods=tuple(row["label"] for row in rows),
        values=tuple(row["cases"] for row in rows),
        low=tuple(row["low"] for row in rows),
        high=tuple(row["high"] for row in rows),
    )


def _calls(content: Content) -> Table:
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


def _subtypes(content: Content) -> Table:
    lines = [_line(row, spark=False) for row in content["subtypes"]]
    return Table(
        name=_("Cases by kind"),
        heads=_heads(content, pgettext("bulletin", "Category"), spark=False),
        lines=tuple(lines),
        empty=_("No cases."),
    )


def _important(content: Content) -> Table:
    lines = [
        Line(
            cells=(
                Cell(text=one["number"], open={"of": "incident", "number": one["number"]}),
                Cell(text=f"{day(one['at'][:10])} {one['at'][11:16]}"),
                Cell(text=one["area"]),
                Cell(text=str(CALL_GROUPS.get(one["category"], CALL_GROUPS["99"]))),
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
        pgettext("bulletin", "Dead"),
        pgettext("bulletin", "Injured"),
    )
    empty = _("None of level 1 or 2, none with dead or injured.")
    return Table(
        name=_("Important incidents"), heads=heads, lines=tuple(lines), words=4, empty=empty
    )


def _speeds(content: Content) -> tuple[Table | Words, ...]:
    rows = [_speed(row) for row in content["speed"] if row["known"]]
    return tuple(rows) or (Words(lines=(_("No calls with these times."),)),)


def _speed(row: Speed) -> Table:
    """One step with its own bands as heads."""
    counts = [Cell(text=f"{whole(count)} ({share(count, row['known'])})") for count in row["bands"]]
    name = str(STEPS[row["step"]])
    known = {"known": whole(row["known"]), "of": whole(row["of"])}
    head = Cell(text=_("known for %(known)s of %(of)s") % known)
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


def _orders(content: Content) -> Table:
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
