"""REST of the scale of levels."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from patrol.levels.models import PatrolLevel
from patrol.levels.wording import put_words, scale_row


class LevelWords(serializers.Serializer[Any]):
    rank = serializers.IntegerField(min_value=1, max_value=9)
    name = serializers.CharField(max_length=30)
    name_en = serializers.CharField(max_length=30)
    means = serializers.CharField(required=False, allow_blank=True, max_length=200)
    version = serializers.IntegerField(min_value=0, help_text="As it was read.")


@requires(Right.PATROL_READ, Right.LEVEL_APPROVE)
class ScaleList(Idempotent, ApiView):
    """The levels there are, the highest first; other words for one of them."""

    @extend_schema(operation_id="patrol_levels_list", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        return self.paged(PatrolLevel.objects.order_by("rank"), scale_row)

    @extend_schema(
        operation_id="patrol_levels_word", request=LevelWords, responses={200: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request) -> Response:
        viewer, said = viewer_of(request), checked(LevelWords, request.data)
        level = put_words(by=viewer.as_actor(channel="api"), viewer=viewer, **said)
        return Response(scale_row(level))
