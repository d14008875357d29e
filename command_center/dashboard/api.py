"""The state the dispatcher's page starts from and returns to after a reset."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dashboard import forces, selectors
from grid.rest.views import ApiView
from grid.rights import Right, requires

CountsOut = inline_serializer(
    "BoardCounts",
    {
        "pending": serializers.IntegerField(),
        "active": serializers.IntegerField(),
        "closed": serializers.IntegerField(),
        "levels": serializers.DictField(child=serializers.IntegerField()),
        "raised": serializers.ListField(child=serializers.DateTimeField()),
    },
)
ScopeOut = inline_serializer(
    "BoardScope", {"path": serializers.CharField(), "name": serializers.CharField()}
)


class ForcesOut(serializers.Serializer[Any]):
    """Who has the say, timers, coverage, orders: each only for whoever may read it."""

    mode = serializers.DictField(required=False)
    safety = serializers.ListField(child=serializers.DictField(), required=False)
    coverage = serializers.DictField(required=False)
    orders = serializers.DictField(child=serializers.IntegerField(), required=False)


class StateOut(ForcesOut):
    """What is open in a scope, and its forces, as of one sequence number of the log."""

    as_of = serializers.IntegerField()
    epoch = serializers.CharField()
    server_time = serializers.DateTimeField()
    scope = ScopeOut
    incidents = serializers.ListField(child=serializers.DictField())
    alerts = serializers.ListField(child=serializers.DictField())
    counts = CountsOut
    targets = serializers.DictField(child=serializers.DictField())
    units = serializers.ListField(child=serializers.DictField(), required=False)
    unit_count = serializers.IntegerField(required=False)
    assignments = serializers.ListField(child=serializers.DictField(), required=False)


@requires(Right.DASHBOARD_VIEW)
class StateView(ApiView):
    """`GET` the whole state; read in one snapshot, so that `as_of` is exact."""

    @extend_schema(responses={200: StateOut})
    def get(self, request: Request) -> Response:
        viewer: Any = request.user
        return Response(selectors.state(viewer))


@requires(Right.DASHBOARD_VIEW)
class CountsView(ApiView):
    """`GET` the counts alone, for a page whose rows are only part of what is open."""

    @extend_schema(responses={200: CountsOut})
    def get(self, request: Request) -> Response:
        viewer: Any = request.user
        return Response(selectors.counts(viewer, now=timezone.now()))


@requires(Right.DASHBOARD_VIEW)
class ForcesView(ApiView):
    """`GET` mode, safety timers, coverage and orders anew: sums that no single fact tells."""

    @extend_schema(responses={200: ForcesOut})
    def get(self, request: Request) -> Response:
        viewer: Any = request.user
        return Response(forces.summary(viewer))
