"""REST of the limits rounds are judged by."""

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
from grid.territory.serializers import ground
from patrol.rounds.models import PatrolRule
from patrol.rounds.rules import NUMBERS
from patrol.rounds.services import put_rule


class PatrolRuleFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    valid_from = serializers.DateField(required=False)
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="Of the agency's open row, where it has one."
    )

    def get_fields(self) -> dict[str, Any]:
        """One integer a limit, within its range."""
        numbers = {
            name: serializers.IntegerField(min_value=least, max_value=most, required=False)
            for name, (least, most) in NUMBERS.items()
        }
        return super().get_fields() | numbers


def rule_row(row: PatrolRule) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "agency": ground(row.agency),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        **{name: getattr(row, name) for name in NUMBERS},
    }


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class PatrolRuleList(Idempotent, ApiView):
    """Rules of the viewer's scope with their dates; other limits from a day on."""

    @extend_schema(operation_id="patrol_rules_list", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        rows = PatrolRule.objects.visible_to(viewer_of(request)).select_related("agency")
        return self.paged(rows, rule_row)

    @extend_schema(
        operation_id="patrol_rules_put",
        request=PatrolRuleFields,
        responses={201: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        viewer, said = viewer_of(request), checked(PatrolRuleFields, request.data)
        row = put_rule(by=viewer.as_actor(channel="api"), viewer=viewer, **said)
        return Response(rule_row(row), status=201)
