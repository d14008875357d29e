"""REST of the plans of containment."""

from typing import Any

from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.containment import selectors
from checkpoints.containment import serializers as shapes
from checkpoints.containment.models import ContainmentPlan
from checkpoints.containment.selectors import briefs
from checkpoints.containment.services import plans
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


def _body(request: Request, shape: Any) -> dict[str, Any]:
    body = checked(shape, request.data)
    if "duty_level" in body:
        body["duty_level_id"] = body.pop("duty_level")
    return body | {"version": expected_version(request, required=False)}


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_PLAN)
class Plans(Idempotent, ApiView):
    """Plans in scope; `usable` leaves out those whose instrument has expired."""

    @extend_schema(
        operation_id="containment_plans_list",
        parameters=[shapes.PlanQuery],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.PlanQuery, request.query_params)
        rows = selectors.plans(viewer_of(request))
        if asked["usable"]:
            rows = rows.filter(pk__in=ContainmentPlan.objects.usable())
        if asked.get("q"):
            rows = rows.filter(Q(name__icontains=asked["q"]) | Q(code__icontains=asked["q"]))
        return self.paged(rows, briefs.plan)

    @extend_schema(
        operation_id="containment_plans_add",
        request=shapes.ContainmentPlanNew,
        responses={201: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        body = _body(request, shapes.ContainmentPlanNew)
        row = plans.put_plan(None, by=viewer_of(request), **body)
        return Response(briefs.full_plan(row), status=201)


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_PLAN)
class OnePlan(Idempotent, ApiView):
    """One plan with its rings and posts; changing it."""

    @extend_schema(operation_id="containment_plan", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, containment_plan_id: int) -> Response:
        return Response(
            briefs.full_plan(selectors.find_plan(viewer_of(request), containment_plan_id))
        )

    @extend_schema(
        operation_id="containment_plan_change",
        request=shapes.ContainmentPlanChange,
        responses={200: OpenApiTypes.OBJECT},
    )
    def patch(self, request: Request, containment_plan_id: int) -> Response:
        row = selectors.find_plan(viewer_of(request), containment_plan_id)
        body = _body(request, shapes.ContainmentPlanChange)
        expected_version(request)
        kept = plans.put_plan(row, by=viewer_of(request), **body)
        return Response(briefs.full_plan(kept))
