"""REST of campaigns and tasks."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.visits import serializers as s
from grid.service.visits import services
from grid.service.visits.models import Campaign
from grid.service.visits.selectors.campaigns import (
    campaigns,
    find_campaign,
    find_task,
    progress,
    tasks,
)


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class VisitCampaigns(Idempotent, ApiView):
    """Campaigns with their questions; a POST starts one."""

    @extend_schema(
        operation_id="visit_campaigns_list",
        parameters=[s.VisitCampaignQuery],
        responses={200: s.VisitCampaignOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VisitCampaignQuery, request.query_params)
        rows = campaigns(viewer_of(request), **query).prefetch_related("questions")
        return self.paged(rows, s.campaign_row)

    @extend_schema(
        operation_id="visit_campaigns_create",
        request=s.VisitCampaignFields,
        responses={201: s.VisitCampaignOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.VisitCampaignFields, request.data)
        row = services.start_campaign(by=viewer_of(request), channel="api", **said)
        return Response(s.campaign_row(row), status=201)


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class OneVisitCampaign(Idempotent, ApiView):
    """One campaign; a PATCH changes its name, words or last day."""

    @extend_schema(operation_id="visit_campaigns_read", responses={200: s.VisitCampaignOut})
    def get(self, request: Request, campaign_id: int) -> Response:
        return Response(s.campaign_row(_campaign(request, campaign_id)))

    @extend_schema(
        operation_id="visit_campaigns_edit",
        request=s.VisitCampaignChange,
        responses={200: s.VisitCampaignOut},
    )
    def patch(self, request: Request, campaign_id: int) -> Response:
        row, version = _campaign(request, campaign_id), expected_version(request)
        said = checked(s.VisitCampaignChange, request.data) | {"version": version}
        changed = services.change_campaign(row, by=viewer_of(request), **said)
        return Response(s.campaign_row(changed))


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class VisitCampaignClosing(Idempotent, ApiView):
    """Ends a campaign; its open tasks are taken back."""

    @extend_schema(
        operation_id="visit_campaigns_close", request=None, responses={200: s.VisitCampaignOut}
    )
    def post(self, request: Request, campaign_id: int) -> Response:
        row, version = _campaign(request, campaign_id), expected_version(request)
        closed = services.close_campaign(row, by=viewer_of(request), version=version)
        return Response(s.campaign_row(closed))


@requires(Right.SERVICE_READ)
class VisitCampaignProgress(ApiView):
    """How far each cell of a campaign has come."""

    @extend_schema(
        operation_id="visit_campaigns_progress", responses={200: s.VisitProgressOut(many=True)}
    )
    def get(self, request: Request, campaign_id: int) -> Response:
        rows = progress(viewer_of(request), _campaign(request, campaign_id))
        return self.paged(rows, lambda row: s.figures_row(row, s.VisitProgressOut))  # type: ignore[arg-type]  # a list is paged alike


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class VisitTasks(Idempotent, ApiView):
    """Tasks, the next due first; a POST asks for a visit."""

    @extend_schema(
        operation_id="visit_tasks_list",
        parameters=[s.VisitTaskQuery],
        responses={200: s.VisitTaskOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VisitTaskQuery, request.query_params)
        return self.paged(tasks(viewer_of(request), **query), s.task_row)

    @extend_schema(
        operation_id="visit_tasks_create",
        request=s.VisitTaskFields,
        responses={201: s.VisitTaskOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.VisitTaskFields, request.data)
        row = services.create_task(by=viewer_of(request), channel="api", **said)
        return Response(s.task_row(row), status=201)


@requires(Right.SERVICE_READ)
class OneVisitTask(ApiView):
    """One task."""

    @extend_schema(operation_id="visit_tasks_read", responses={200: s.VisitTaskOut})
    def get(self, request: Request, visit_task_id: int) -> Response:
        return Response(s.task_row(find_task(viewer_of(request), visit_task_id)))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class VisitTaskSigning(Idempotent, ApiView):
    """Signs for a task."""

    @extend_schema(operation_id="visit_tasks_sign", request=None, responses={200: s.VisitTaskOut})
    def post(self, request: Request, visit_task_id: int) -> Response:
        who = viewer_of(request)
        row, version = find_task(who, visit_task_id), expected_version(request, required=False)
        return Response(s.task_row(services.sign_task(row, by=who, version=version)))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class VisitTaskFinishing(Idempotent, ApiView):
    """Says that a task is done, and what came of it."""

    @extend_schema(
        operation_id="visit_tasks_finish", request=s.OutcomeIn, responses={200: s.VisitTaskOut}
    )
    def post(self, request: Request, visit_task_id: int) -> Response:
        who = viewer_of(request)
        row, version = find_task(who, visit_task_id), expected_version(request, required=False)
        outcome = checked(s.OutcomeIn, request.data)["outcome"]
        done = services.finish_task(row, by=who, outcome=outcome, version=version)
        return Response(s.task_row(done))


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class VisitTaskCancelling(Idempotent, ApiView):
    """Takes a task back."""

    @extend_schema(
        operation_id="visit_tasks_cancel", request=s.OutcomeIn, responses={200: s.VisitTaskOut}
    )
    def post(self, request: Request, visit_task_id: int) -> Response:
        who = viewer_of(request)
        row, version = find_task(who, visit_task_id), expected_version(request, required=False)
        reason = checked(s.OutcomeIn, request.data)["outcome"]
        gone = services.cancel_task(row, by=who, reason=reason, version=version)
        return Response(s.task_row(gone))


def _campaign(request: Request, campaign_id: int) -> Campaign:
    return find_campaign(viewer_of(request), campaign_id)
