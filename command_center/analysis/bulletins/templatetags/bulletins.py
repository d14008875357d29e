"""Template tags of bulletins: charts, and the list of cases behind a figure."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from command_center.analysis.bulletins.drawing import charts
from command_center.analysis.bulletins.paper.parts import Heat, Places, Table, Trend
from command_center.analysis.bulletins.reach import Reach
from grid.frame.listing import Cell

register = template.Library()


@register.simple_tag
def spark(values: tuple[float, ...]) -> SafeString:
    """The last twelve periods of a row."""
    chart = charts.spark(values)
    return render_to_string("bulletins/charts/spark.html", {"chart": chart})


@register.simple_tag
def chart_of(block: Heat | Trend | Places) -> SafeString:
    """The drawing of a heat map, a trend or a map of places."""
    context: dict[str, Any] = {"block": block}
    if isinstance(block, Heat):
        context["chart"] = charts.heat(block)
    elif isinstance(block, Trend):
        context["chart"] = charts.trend(block)
    return render_to_string(f"bulletins/charts/{block.kind}.html", context)


@register.filter
def rows_of(opens: Mapping[str, Any] | None, reach: Reach) -> str:
    """Where the cases that a figure counts are listed; nothing where the reader sees none."""
    return reach.address(opens)


@register.filter
def now_of(number: int | None, proposals: Mapping[int, Cell]) -> Cell | None:
    """The state of a proposal by now; None out of the reader's scope."""
    return proposals.get(number) if number else None


@register.filter
def figure_of(column: int, table: Table) -> bool:
    """Whether a column of a table holds figures."""
    return table.is_figure(column)
