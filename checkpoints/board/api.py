"""REST of the board: every working checkpoint in scope, and where the log stands."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.board import selectors
from checkpoints.board import serializers as shapes
from grid.ledger.tailer import bounds
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ)
class CheckpointBoard(ApiView):
    """Level, people, counts, lanes and what is wrong, of every working checkpoint in scope."""

    @extend_schema(
        operation_id="checkpoint_board",
        parameters=[shapes.BoardQuery],
        responses={200: shapes.CheckpointBoardOut},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.BoardQuery, request.query_params)
        return Response(selectors.board(viewer_of(request), asked))


@requires(Right.CHECKPOINT_READ)
class BoardCursor(ApiView):
    """Where the log stands, for a page that follows it and has lost its place."""

    @extend_schema(operation_id="checkpoint_board_cursor", responses={200: shapes.CursorOut})
    def get(self, request: Request) -> Response:
        log = bounds()
        told = {"epoch": log.epoch, "head": log.head, "server_time": timezone.now().isoformat()}
        return Response(told)
