"""REST of the board of cells."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from grid.service.board import selectors
from grid.service.board.figures import at_work
from grid.service.board.serializers import BoardQuery, CellAtWorkOut, cell_row
from grid.service.board.weeks import week_to


@requires(Right.SERVICE_READ)
class CellsAtWork(ApiView):
    """Cells of the viewer's area with the counts of a week and the median of the four before."""

    @extend_schema(
        operation_id="cells_at_work",
        parameters=[BoardQuery],
        responses=CellAtWorkOut(many=True),
    )
    def get(self, request: Request) -> Response:
        query, viewer = checked(BoardQuery, request.query_params), viewer_of(request)
        week = week_to(query.get("until"))
        rows: Any = selectors.pick(viewer, week, query).cells
        pages = self.pagination_class()
        page: list[Any] = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response([cell_row(r) for r in at_work(viewer, page, week)])


@requires(Right.SERVICE_READ)
class CellAtWorkDetail(ApiView):
    """One cell with its counts."""

    @extend_schema(operation_id="cell_at_work", parameters=[BoardQuery], responses=CellAtWorkOut)
    def get(self, request: Request, cell_code: str) -> Response:
        query, viewer = checked(BoardQuery, request.query_params), viewer_of(request)
        cell = selectors.find_cell(viewer, cell_code)
        (row,) = at_work(viewer, [cell], week_to(query.get("until")))
        return Response(cell_row(row))
