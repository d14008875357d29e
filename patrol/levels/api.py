"""REST of levels: the history, what a level adds, the approval, control points."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from patrol.levels import proposing, selectors, services
from patrol.levels.briefs import (
    area_level_row,
    control_point_row,
    line_row,
    proposal_row,
    template_row,
)
from patrol.levels.models import OverlayProposal, OverlayTemplate
from patrol.levels.serializers import (
    ControlPointFields,
    ControlPointQuery,
    DecideFields,
    EndFields,
    LevelFields,
    LevelQuery,
    ProposalQuery,
    TemplateChange,
    TemplateFields,
)

_OBJECT = {200: OpenApiTypes.OBJECT}
_MADE = {201: OpenApiTypes.OBJECT}


@requires(Right.PATROL_READ, Right.LEVEL_SET)
class AreaLevelList(Idempotent, ApiView):
    """Levels that hold or held on the viewer's ground; a new one."""

    @extend_schema(operation_id="area_levels_list", parameters=[LevelQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        at = checked(LevelQuery, request.query_params).get("at")
        return self.paged(selectors.area_levels(viewer_of(request), at=at), area_level_row)

    @extend_schema(operation_id="area_levels_set", request=LevelFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(LevelFields, request.data)
        row, proposal = services.set_level(**_who(request), **said)
        more = {"proposal": proposal.pk if proposal else None}
        return Response(area_level_row(row) | more, status=201)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
class AreaLevelEnd(Idempotent, ApiView):
    """End a level before its time."""

    @extend_schema(operation_id="area_levels_end", request=EndFields, responses=_OBJECT)
    def post(self, request: Request, area_level_id: int) -> Response:
        row = get_object_or_404(selectors.own_levels(viewer_of(request)), pk=area_level_id)
        said = checked(EndFields, request.data)
        seen = {"version": expected_version(request, required=False)}
        ended = services.end_level(row, by=_who(request)["by"], reason=said["reason"], **seen)
        return Response(area_level_row(ended))


@requires(Right.PATROL_READ, Right.LEVEL_SET)
class TemplateList(Idempotent, ApiView):
    """What each level adds."""

    @extend_schema(operation_id="overlay_templates_list", responses=_OBJECT)
    def get(self, request: Request) -> Response:
        return self.paged(selectors.templates(viewer_of(request)), template_row)

    @extend_schema(operation_id="overlay_templates_create", request=TemplateFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(TemplateFields, request.data) | {"version": None}
        made = services.put_template(None, **_who(request), **said)
        return Response(template_row(made), status=201)


@requires(Right.PATROL_READ, Right.LEVEL_SET)
class TemplateDetail(Idempotent, ApiView):
    """One template."""

    @extend_schema(operation_id="overlay_templates_read", responses=_OBJECT)
    def get(self, request: Request, overlay_template_id: int) -> Response:
        return Response(template_row(_template(request, overlay_template_id)))

    @extend_schema(operation_id="overlay_templates_edit", request=TemplateChange, responses=_OBJECT)
    def patch(self, request: Request, overlay_template_id: int) -> Response:
        row, seen = _template(request, overlay_template_id), {"version": expected_version(request)}
        said = checked(TemplateChange, request.data) | seen
        return Response(template_row(services.put_template(row, **_who(request), **said)))


@requires(Right.PATROL_READ)
class ProposalList(ApiView):
    """Extra rounds proposed, those to be decided first."""

    @extend_schema(
        operation_id="overlay_proposals_list", parameters=[ProposalQuery], responses=_OBJECT
    )
    def get(self, request: Request) -> Response:
        query = checked(ProposalQuery, request.query_params)
        return self.paged(selectors.proposals(viewer_of(request), **query), proposal_row)


@requires(Right.PATROL_READ)
class ProposalDetail(ApiView):
    """One proposal with its lines, a page of them."""

    @extend_schema(operation_id="overlay_proposals_read", responses=_OBJECT)
    def get(self, request: Request, overlay_id: int) -> Response:
        row = _proposal(request, overlay_id)
        page = self.paged(row.lines.select_related("place", "template"), line_row)
        return Response(proposal_row(row) | {"lines": page.data})


@requires(Right.LEVEL_APPROVE, Right.LEVEL_APPROVE)
class ProposalDecision(Idempotent, ApiView):
    """Approve all lines, some, or none; never by the one who set the level."""

    @extend_schema(operation_id="overlay_proposals_decide", request=DecideFields, responses=_OBJECT)
    def post(self, request: Request, overlay_id: int) -> Response:
        row = _proposal(request, overlay_id)
        said = checked(DecideFields, request.data)
        return Response(proposal_row(proposing.decide(row, **_who(request), **said)))


@requires(Right.PATROL_READ, Right.LEVEL_SET)
class ControlPointList(Idempotent, ApiView):
    """Temporary control points that stand; a new one."""

    @extend_schema(
        operation_id="control_points_list", parameters=[ControlPointQuery], responses=_OBJECT
    )
    def get(self, request: Request) -> Response:
        query = checked(ControlPointQuery, request.query_params)
        rows = selectors.control_points(viewer_of(request), **query)
        return self.paged(rows, control_point_row)

    @extend_schema(operation_id="control_points_set", request=ControlPointFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(ControlPointFields, request.data)
        made = services.set_control_point(**_who(request), **said)
        return Response(control_point_row(made), status=201)


@requires(Right.LEVEL_SET, Right.LEVEL_SET)
class ControlPointLift(Idempotent, ApiView):
    """Take a control point back before its time."""

    @extend_schema(operation_id="control_points_lift", request=None, responses=_OBJECT)
    def post(self, request: Request, control_point_id: int) -> Response:
        rows = selectors.control_points(viewer_of(request), all=True)
        row = get_object_or_404(rows, pk=control_point_id)
        seen = {"version": expected_version(request, required=False)}
        lifted = services.lift_control_point(row, by=_who(request)["by"], **seen)
        return Response(control_point_row(lifted))


def _who(request: Request) -> dict[str, Any]:
    viewer = viewer_of(request)
    return {"by": viewer.as_actor(channel="api"), "viewer": viewer}


def _template(request: Request, overlay_template_id: int) -> OverlayTemplate:
    mine = OverlayTemplate.objects.visible_to(viewer_of(request))
    joined = mine.select_related("agency", "level", "place")
    found: OverlayTemplate = get_object_or_404(joined, pk=overlay_template_id)
    return found


def _proposal(request: Request, overlay_id: int) -> OverlayProposal:
    return get_object_or_404(selectors.proposals(viewer_of(request)), pk=overlay_id)
