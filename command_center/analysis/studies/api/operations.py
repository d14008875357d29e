"""REST of joint operations: the room, its log, members and tasks."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.studies import selectors, services
from command_center.analysis.studies import serializers as s
from command_center.analysis.studies.models import Operation, OperationTask
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

READ, LEAD, WORK = Right.ANALYSIS_READ, Right.OPERATION_LEAD, Right.OPERATION_WORK


def _room(request: Request, key: int) -> Operation:
    return selectors.find_operation(viewer_of(request), key)


def _task(request: Request, key: int) -> OperationTask:
    return selectors.find_operation_task(viewer_of(request), key)


def _said(request: Request, shape: Any) -> dict[str, Any]:
    return checked(shape, request.data) | {"version": expected_version(request, required=False)}


@requires(READ, LEAD)
class JointOperations(Idempotent, ApiView):
    """Rooms of the area and those one is a member of; a POST opens one."""

    @extend_schema(
        operation_id="joint_operations_list", parameters=[s.OperationQuery],
        responses={200: s.OperationOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = checked(s.OperationQuery, request.query_params)
        return self.paged(selectors.operations(viewer_of(request), **query), s.operation_row)

    @extend_schema(
        operation_id="joint_operations_open", request=s.OperationFields,
        responses={201: s.OperationOut},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        said = checked(s.OperationFields, request.data)
        made = services.open_operation(by=officer_of(request), **said)
        return Response(s.operation_row(made), status=201)


@requires(READ, LEAD)
class OneJointOperation(Idempotent, ApiView):
    """One room; a PATCH changes title, aim or cases."""

    @extend_schema(operation_id="joint_operations_read", responses={200: s.OperationOut})
    def get(self, request: Request, operation_id: int) -> Response:
        return Response(s.operation_row(_room(request, operation_id)))

    @extend_schema(
        operation_id="joint_operations_edit", request=s.OperationChange,
        responses={200: s.OperationOut},
    )  # fmt: skip
    def patch(self, request: Request, operation_id: int) -> Response:
        row, version = _room(request, operation_id), expected_version(request)
        said = checked(s.OperationChange, request.data) | {"version": version}
        changed = services.change_operation(row, by=officer_of(request), **said)
        return Response(s.operation_row(changed))


@requires(READ, WORK)
class JointOperationLog(Idempotent, ApiView):
    """The log, the newest first; a POST writes a line."""

    @extend_schema(
        operation_id="joint_operations_log", responses={200: s.OperationEntryOut(many=True)}
    )
    def get(self, request: Request, operation_id: int) -> Response:
        return self.paged(_room(request, operation_id).entries.all(), s.log_row)

    @extend_schema(
        operation_id="joint_operations_note", request=s.OperationNoteIn,
        responses={201: s.OperationEntryOut},
    )  # fmt: skip
    def post(self, request: Request, operation_id: int) -> Response:
        row, said = _room(request, operation_id), checked(s.OperationNoteIn, request.data)
        return Response(s.log_row(services.note(row, by=officer_of(request), **said)), status=201)


@requires(READ)
class JointOperationMembers(ApiView):
    """Who is in the room; others are asked in by an invitation."""

    @extend_schema(
        operation_id="joint_operations_members", responses={200: s.OperationMemberOut(many=True)}
    )
    def get(self, request: Request, operation_id: int) -> Response:
        rows = _room(request, operation_id).members.filter(left_at__isnull=True)
        return self.paged(rows.select_related("officer__agency"), s.member_row)


@requires(READ, WORK)
class JointOperationTasks(Idempotent, ApiView):
    """The tasks of a room, the next due first; a POST gives one."""

    @extend_schema(
        operation_id="joint_operations_tasks", responses={200: s.OperationTaskOut(many=True)}
    )
    def get(self, request: Request, operation_id: int) -> Response:
        rows = _room(request, operation_id).tasks.select_related("operation", "member__officer")
        return self.paged(rows, s.operation_task_row)

    @extend_schema(
        operation_id="joint_operations_give", request=s.OperationTaskIn,
        responses={201: s.OperationTaskOut},
    )  # fmt: skip
    def post(self, request: Request, operation_id: int) -> Response:
        row, said = _room(request, operation_id), _said(request, s.OperationTaskIn)
        made = services.give_task(row, by=officer_of(request), **said)
        return Response(s.operation_task_row(made), status=201)


@requires(READ, LEAD)
class JointOperationClosing(Idempotent, ApiView):
    """Closes a room with its report."""

    @extend_schema(
        operation_id="joint_operations_close", request=s.OperationReport,
        responses={200: s.OperationOut},
    )  # fmt: skip
    def post(self, request: Request, operation_id: int) -> Response:
        row, said = _room(request, operation_id), _said(request, s.OperationReport)
        closed = services.close_operation(row, by=officer_of(request), **said)
        return Response(s.operation_row(closed))


@requires(READ, WORK)
class JointOperationTaskSigning(Idempotent, ApiView):
    """Signs for a task."""

    @extend_schema(
        operation_id="joint_operation_tasks_sign", request=s.StudyVersionIn,
        responses={200: s.OperationTaskOut},
    )  # fmt: skip
    def post(self, request: Request, operation_task_id: int) -> Response:
        row, said = _task(request, operation_task_id), _said(request, s.StudyVersionIn)
        done = services.sign_operation_task(row, by=officer_of(request), **said)
        return Response(s.operation_task_row(done))


@requires(READ, WORK)
class JointOperationTaskFinishing(Idempotent, ApiView):
    """Says that a task is done, and what came of it."""

    @extend_schema(
        operation_id="joint_operation_tasks_finish", request=s.OperationOutcomeIn,
        responses={200: s.OperationTaskOut},
    )  # fmt: skip
    def post(self, request: Request, operation_task_id: int) -> Response:
        row, said = _task(request, operation_task_id), _said(request, s.OperationOutcomeIn)
        done = services.finish_operation_task(row, by=officer_of(request), **said)
        return Response(s.operation_task_row(done))
