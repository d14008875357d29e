"""REST of groups, contact areas, joint meetings and their tasks."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.programmes import selectors, services, shapes
from grid.service.programmes import serializers as given
from grid.service.programmes.asking import row_of
from grid.service.programmes.models import JointMeeting


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Groups(Idempotent, ApiView):
    """Leading, working and supervision groups."""

    @extend_schema(
        operation_id="leading_groups_list",
        parameters=[given.GroupQuery],
        responses={200: shapes.LeadingGroupOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.GroupQuery, request.query_params)
        return self.paged(selectors.groups(viewer_of(request), **query), shapes.group_row)

    @extend_schema(
        operation_id="leading_groups_create",
        request=given.GroupFields,
        responses={201: shapes.LeadingGroupOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.GroupFields, request.data)
        row = services.save_group(None, by=actor_of(request), viewer=viewer_of(request), **said)
        return Response(shapes.group_row(row), status=201)


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Areas(Idempotent, ApiView):
    """Which leader answers for which ground, today or on another day."""

    @extend_schema(
        operation_id="contact_areas_list",
        parameters=[given.AreaQuery],
        responses={200: shapes.ContactAreaOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.AreaQuery, request.query_params)
        return self.paged(selectors.areas(viewer_of(request), **query), shapes.area_row)

    @extend_schema(
        operation_id="contact_areas_create",
        request=given.AreaFields,
        responses={201: shapes.ContactAreaOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.AreaFields, request.data)
        return Response(
            shapes.area_row(services.give_area(by=viewer_of(request), **said)), status=201
        )


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Meetings(Idempotent, ApiView):
    """Joint meetings."""

    @extend_schema(
        operation_id="joint_meetings_list",
        parameters=[given.MeetingQuery],
        responses={200: shapes.JointMeetingOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.MeetingQuery, request.query_params)
        return self.paged(selectors.meetings(viewer_of(request), **query), shapes.meeting_row)

    @extend_schema(
        operation_id="joint_meetings_create",
        request=given.MeetingFields,
        responses={201: shapes.JointMeetingOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.MeetingFields, request.data)
        row = services.save_meeting(None, by=actor_of(request), viewer=viewer_of(request), **said)
        return Response(shapes.meeting_row(row), status=201)


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class MeetingOne(Idempotent, ApiView):
    """One meeting."""

    @extend_schema(operation_id="joint_meetings_read", responses={200: shapes.JointMeetingOut})
    def get(self, request: Request, joint_meeting_id: int) -> Response:
        row = selectors.find_meeting(viewer_of(request), joint_meeting_id)
        return Response(shapes.meeting_row(row))

    @extend_schema(
        operation_id="joint_meetings_change",
        request=given.MeetingChange,
        responses={200: shapes.JointMeetingOut},
    )
    def patch(self, request: Request, joint_meeting_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_meeting(viewer, joint_meeting_id), expected_version(request)
        said = checked(given.MeetingChange, request.data) | {"version": version}
        saved = services.save_meeting(row, by=actor_of(request), viewer=viewer, **said)
        return Response(shapes.meeting_row(saved))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Tasks(Idempotent, ApiView):
    """Tasks that meetings gave out."""

    @extend_schema(
        operation_id="meeting_tasks_list",
        parameters=[given.MeetingTaskQuery],
        responses={200: shapes.MeetingTaskOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.MeetingTaskQuery, request.query_params)
        return self.paged(selectors.tasks(viewer_of(request), **query), shapes.task_row)

    @extend_schema(
        operation_id="meeting_tasks_create",
        request=given.MeetingTaskFields,
        responses={201: shapes.MeetingTaskOut},
    )
    def post(self, request: Request) -> Response:
        said, viewer = checked(given.MeetingTaskFields, request.data), viewer_of(request)
        meeting = row_of(JointMeeting.objects.visible_to(viewer), "meeting", said.pop("meeting"))
        return Response(shapes.task_row(services.give_task(meeting, by=viewer, **said)), status=201)


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class TaskFinish(Idempotent, ApiView):
    """A task is done."""

    @extend_schema(
        operation_id="meeting_tasks_finish",
        request=given.ProgrammeOutcome,
        responses={200: shapes.MeetingTaskOut},
    )
    def post(self, request: Request, meeting_task_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_task(viewer, meeting_task_id), expected_version(request)
        said = checked(given.ProgrammeOutcome, request.data) | {"version": version}
        return Response(shapes.task_row(services.finish_task(row, by=viewer, **said)))
