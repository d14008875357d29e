"""REST of studies and of the second studies that are owed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.studies import selectors, services
from command_center.analysis.studies import serializers as s
from command_center.analysis.studies.models import Study, StudyTask
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

READ, WRITE = Right.ANALYSIS_READ, Right.STUDY_WRITE


def _study(request: Request, key: int) -> Study:
    return selectors.find_study(viewer_of(request), key)


def _task(request: Request, key: int) -> StudyTask:
    return selectors.find_study_task(viewer_of(request), key)


def _with_version(request: Request, shape: Any) -> dict[str, Any]:
    said = checked(shape, request.data)
    return said | {"version": expected_version(request, required=False)}


@requires(READ, WRITE)
class Studies(Idempotent, ApiView):
    """Studies, the newest first; a POST begins one."""

    @extend_schema(
        operation_id="studies_list", parameters=[s.StudyQuery],
        responses={200: s.StudyOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = checked(s.StudyQuery, request.query_params)
        return self.paged(selectors.studies(viewer_of(request), **query), s.study_row)

    @extend_schema(
        operation_id="studies_create", request=s.StudyFields, responses={201: s.StudyOut}
    )
    def post(self, request: Request) -> Response:
        officer, said = officer_of(request), checked(s.StudyFields, request.data)
        key = said.pop("parent", None)
        parent = selectors.find_study(officer, key) if key else None
        made = services.open_study(by=officer, parent=parent, **said)
        return Response(s.study_row(made), status=201)


@requires(READ, WRITE)
class OneStudy(Idempotent, ApiView):
    """One study; a PATCH writes on it."""

    @extend_schema(operation_id="studies_read", responses={200: s.StudyOut})
    def get(self, request: Request, study_id: int) -> Response:
        return Response(s.study_row(_study(request, study_id)))

    @extend_schema(operation_id="studies_edit", request=s.StudyChange, responses={200: s.StudyOut})
    def patch(self, request: Request, study_id: int) -> Response:
        row, version = _study(request, study_id), expected_version(request)
        said = checked(s.StudyChange, request.data) | {"version": version}
        return Response(s.study_row(services.change_study(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class StudySubmission(Idempotent, ApiView):
    """Hands a study in."""

    @extend_schema(
        operation_id="studies_submit", request=s.StudyVersionIn, responses={200: s.StudyOut}
    )
    def post(self, request: Request, study_id: int) -> Response:
        row = _study(request, study_id)
        said = _with_version(request, s.StudyVersionIn)
        return Response(s.study_row(services.submit_study(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class StudyAcceptance(Idempotent, ApiView):
    """Accepts a study; not by its author."""

    @extend_schema(
        operation_id="studies_accept", request=s.StudyJudgement, responses={200: s.StudyOut}
    )
    def post(self, request: Request, study_id: int) -> Response:
        row = _study(request, study_id)
        said = _with_version(request, s.StudyJudgement)
        return Response(s.study_row(services.accept_study(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class StudyReturning(Idempotent, ApiView):
    """Gives a study back, with the reason."""

    @extend_schema(
        operation_id="studies_return", request=s.StudyReturn, responses={200: s.StudyOut}
    )
    def post(self, request: Request, study_id: int) -> Response:
        row = _study(request, study_id)
        said = _with_version(request, s.StudyReturn)
        return Response(s.study_row(services.return_study(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class StudyThread(Idempotent, ApiView):
    """The thread of a study, the newest first; a POST says something in it."""

    @extend_schema(operation_id="studies_thread", responses={200: s.StudyEntryOut(many=True)})
    def get(self, request: Request, study_id: int) -> Response:
        return self.paged(_study(request, study_id).entries.all(), s.entry_row)

    @extend_schema(
        operation_id="studies_remark", request=s.StudyRemarkIn, responses={201: s.StudyEntryOut}
    )
    def post(self, request: Request, study_id: int) -> Response:
        row, said = _study(request, study_id), checked(s.StudyRemarkIn, request.data)
        return Response(
            s.entry_row(services.remark(row, by=officer_of(request), **said)), status=201
        )


@requires(READ, WRITE)
class StudyTasksOfOne(Idempotent, ApiView):
    """Whom a study asks for a second one; a POST asks more."""

    @extend_schema(operation_id="studies_tasks", responses={200: s.StudyTaskOut(many=True)})
    def get(self, request: Request, study_id: int) -> Response:
        row = _study(request, study_id)
        return self.paged(selectors.study_tasks(viewer_of(request), study=row.pk), s.study_task_row)

    @extend_schema(
        operation_id="studies_ask", request=s.StudyAsk,
        responses={201: s.StudyTaskOut(many=True)},
    )  # fmt: skip
    def post(self, request: Request, study_id: int) -> Response:
        row = _study(request, study_id)
        said = _with_version(request, s.StudyAsk)
        made = services.ask_second(row, by=officer_of(request), **said)
        return Response([s.study_task_row(one) for one in made], status=201)


@requires(READ)
class StudyTasks(ApiView):
    """Second studies that are owed in the reader's area, the next due first."""

    @extend_schema(
        operation_id="study_tasks_list", parameters=[s.StudyTaskQuery],
        responses={200: s.StudyTaskOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = checked(s.StudyTaskQuery, request.query_params)
        return self.paged(selectors.study_tasks(viewer_of(request), **query), s.study_task_row)


@requires(READ)
class OneStudyTask(ApiView):
    """One second study that is owed."""

    @extend_schema(operation_id="study_tasks_read", responses={200: s.StudyTaskOut})
    def get(self, request: Request, study_task_id: int) -> Response:
        return Response(s.study_task_row(_task(request, study_task_id)))


@requires(READ, WRITE)
class StudyTaskSigning(Idempotent, ApiView):
    """Signs for a second study."""

    @extend_schema(
        operation_id="study_tasks_sign", request=s.StudyVersionIn, responses={200: s.StudyTaskOut}
    )
    def post(self, request: Request, study_task_id: int) -> Response:
        row, said = _task(request, study_task_id), _with_version(request, s.StudyVersionIn)
        return Response(s.study_task_row(services.sign_task(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class StudyTaskCancelling(Idempotent, ApiView):
    """Takes a second study back."""

    @extend_schema(
        operation_id="study_tasks_cancel", request=s.StudyReasonIn, responses={200: s.StudyTaskOut}
    )
    def post(self, request: Request, study_task_id: int) -> Response:
        row, said = _task(request, study_task_id), _with_version(request, s.StudyReasonIn)
        gone = services.cancel_task(row, by=officer_of(request), **said)
        return Response(s.study_task_row(gone))
