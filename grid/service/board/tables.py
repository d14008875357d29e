"""The board as a table for a spreadsheet: counts of a week, small ones hidden as on the page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from grid.scope import Viewer
from grid.service.board.figures import CellAtWork
from grid.service.board.sources import LAYERS, sources_for
from grid.service.board.weeks import Week


def board_lines(viewer: Viewer, rows: Iterable[CellAtWork], week: Week) -> Iterator[Sequence[Any]]:
    """One line a cell; each figure with the median of the four weeks before, but of a stock."""
    head = [_("Code"), _("Cell name"), _("Kind"), _("Agency"), _("First day"), _("Last day")]
    for source in sources_for(viewer):
        head.append(str(source.label))
        if not source.is_stock:
            head.append(_("%s, median of four weeks") % source.label)
    yield [*head, _("Missing layers")]
    for row in rows:
        cell = row.cell
        line = [cell.code, cell.name, cell.get_kind_display(), cell.agency.name]
        line += [week.first.isoformat(), week.last.isoformat()]
        for figure in row.figures:
            line.append(figure.shown)
            if figure.usual is not None:
                line.append(figure.usual_shown)
        yield [*line, "; ".join(str(LAYERS[layer]) for layer in row.missing)]
