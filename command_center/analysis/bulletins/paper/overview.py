"""一、总体情况: totals, calls, types, counties, what was important, how fast, what is left."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from command_center.analysis.bulletins.content.shape import Content, Named
from command_center.analysis.bulletins.paper.handling import (
    calls_of,
    important_of,
    orders_of,
    speeds_of,
)
from command_center.analysis.bulletins.paper.numbers import (
    NONE,
    PERIODS,
    changed_cell,
    count_cell,
    name_of,
    share,
    short_period,
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
            label=name_of(content["focus"]),
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
        Heading(title=_("Calls by type"), blocks=(calls_of(content),)),
        Heading(title=_("Cases by kind"), blocks=(_subtypes(content),)),
        Heading(title=_("Important incidents"), blocks=(important_of(content),)),
        Heading(title=_("Speed of handling"), blocks=speeds_of(content)),
        Heading(title=_("Orders not finished"), blocks=(orders_of(content),)),
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
            Cell(text=name_of(row)),
            count_cell(row),
            Cell(text=whole(row["previous"]), open=row.get("open_previous")),
            changed_cell(row["now"], row["previous"]),
            Cell(text=whole(row["last_year"]), open=row.get("open_last_year")),
            changed_cell(row["now"], row["last_year"]),
            Cell(text=tenth(row["mean3"]), open=row.get("open_mean")),
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
        open_mean=cases.get("open_mean", {}),
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
                Cell(text=tenth(row["mean3"]), open=row.get("open_mean")),
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
        periods=tuple(short_period(content["job"], row["label"]) for row in rows),
        opens=tuple(row.get("open") for row in rows),
        values=tuple(row["cases"] for row in rows),
        low=tuple(row["low"] for row in rows),
        high=tuple(row["high"] for row in rows),
    )


def _subtypes(content: Content) -> Table:
    lines = [_line(row, spark=False) for row in content["subtypes"]]
    return Table(
        name=_("Cases by kind"),
        heads=_heads(content, pgettext("bulletin", "Category"), spark=False),
        lines=tuple(lines),
        empty=_("No cases."),
    )
