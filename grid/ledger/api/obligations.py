"""The order board over REST: everything owed in scope, whatever its kind."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger import obligations
from grid.ledger.actors import viewer_of
from grid.rest.pages import MAX_LIMIT, MAX_OFFSET, whole_number
from grid.rest.views import ApiView
from grid.rights import Right, requires


class BoardQuery(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=50)
    offset = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET, default=0)
    open = serializers.ChoiceField(choices=["1", "0"], required=False)


class About(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField()


class ObligationBrief(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="<app>.<model>")
    subject = About()
    state = serializers.CharField()
    owner_path = serializers.CharField()
    title = serializers.CharField()
    issued_by = serializers.CharField()
    signed_by = serializers.CharField(allow_blank=True)
    done_by = serializers.CharField(allow_blank=True)
    issued_at = serializers.DateTimeField()
    sign_by = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    overdue_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class Board(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    results = ObligationBrief(many=True)


@requires(Right.OBLIGATION_READ)
class ObligationList(ApiView):
    """Everything owed in scope, the next due first; `open=1` leaves out what is settled."""

    @extend_schema(parameters=[BoardQuery], responses={200: Board})
    def get(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=50, least=1, most=MAX_LIMIT)
        offset = whole_number(request, "offset", default=0, least=0, most=MAX_OFFSET)
        only_open = bool(whole_number(request, "open", default=0, least=0, most=1))
        viewer = viewer_of(request)
        rows = obligations.board(viewer, only_open=only_open, offset=offset, limit=limit)
        total = obligations.count(viewer, only_open=only_open)
        return Response({"count": total, "results": [obligations.brief(row) for row in rows]})
