"""What is asked and answered over REST by the board of cells."""

from typing import Any

from rest_framework import serializers

from grid.service.board.figures import CellAtWork, Figure


class BoardQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    kind = serializers.ChoiceField(["urban", "rural"], required=False)
    missing = serializers.ChoiceField(["any", "air", "ground", "community"], required=False)
    until = serializers.DateField(
        required=False, help_text="Last local day of the week counted; today where left out."
    )


class CellFigureOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    count = serializers.CharField(help_text='A number, or "<5" to those outside the bureau.')
    usual = serializers.CharField(help_text="Median of the four weeks before; empty of a stock.")
    trend = serializers.CharField(help_text="up, down, level or empty")
    url = serializers.CharField(help_text="The list of the rows behind it.")


class CellAtWorkOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = serializers.CharField()
    figures = CellFigureOut(many=True)
    missing_layers = serializers.ListField(child=serializers.CharField())


def figure_row(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.source.code,
        "count": figure.shown,
        "usual": figure.usual_shown,
        "trend": figure.trend,
        "url": figure.url,
    }


def cell_row(row: CellAtWork) -> dict[str, Any]:
    cell = row.cell
    return {
        "code": cell.code,
        "name": cell.name,
        "kind": cell.kind,
        "agency": cell.agency.code,
        "figures": [figure_row(figure) for figure in row.figures],
        "missing_layers": row.missing,
    }
