"""REST of video patrol: runs, the cameras looked at, findings."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.organisation.writing import fault
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.rounds import answers as out
from video.rounds import selectors, services
from video.rounds import serializers as s
from video.rounds.models import Finding, RoundRun
from video.rounds.models.findings import brief


def _run(request: Request, run: RoundRun, *, status: int = 200) -> Response:
    row = selectors.find_run(viewer_of(request), run.pk)
    looks = [out.look_row(one) for one in selectors.looks(row)]
    return Response(out.run_row(row) | {"looks": looks}, status=status)


def _finding(row: Finding) -> dict[str, Any]:
    return brief(row) | {"outcome": row.outcome, "version": row.version}


@requires(Right.CAMERA_READ)
class Runs(ApiView):
    """Runs as they were due, the earliest first, with how many cameras were seen."""

    @extend_schema(
        operation_id="video_runs_list",
        parameters=[s.VideoRunQuery],
        responses={200: out.VideoRunOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VideoRunQuery, request.query_params)
        return self.paged(selectors.runs(viewer_of(request), **query), out.run_row)


@requires(Right.CAMERA_READ)
class OneRun(ApiView):
    """One run, camera by camera."""

    @extend_schema(operation_id="video_runs_read", responses={200: out.VideoRunDetailOut})
    def get(self, request: Request, video_run_id: int) -> Response:
        return _run(request, selectors.find_run(viewer_of(request), video_run_id))


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
class StartRun(Idempotent, ApiView):
    """Begins a due run as the officer who asks."""

    @extend_schema(
        operation_id="video_runs_start", request=None, responses={200: out.VideoRunDetailOut}
    )
    def post(self, request: Request, video_run_id: int) -> Response:
        row = selectors.find_run(viewer_of(request), video_run_id)
        version = expected_version(request, required=False)
        return _run(request, services.start_run(row, officer=officer_of(request), version=version))


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
class StartExtra(Idempotent, ApiView):
    """Begins a round now, outside its plan."""

    @extend_schema(
        operation_id="video_rounds_start", request=None, responses={201: out.VideoRunDetailOut}
    )
    def post(self, request: Request, video_round_id: int) -> Response:
        plan = selectors.find_round(viewer_of(request), video_round_id)
        made = services.start_extra(plan, officer=officer_of(request))
        return _run(request, made, status=201)


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
class Looks(Idempotent, ApiView):
    """Says what one camera of a run showed; no picture opens a repair ticket."""

    @extend_schema(
        operation_id="video_runs_look", request=s.VideoLookIn, responses={200: out.VideoLookOut}
    )
    def post(self, request: Request, video_run_id: int) -> Response:
        run = selectors.find_run(viewer_of(request), video_run_id)
        said = checked(s.VideoLookIn, request.data)
        one = selectors.find_look(run, said.pop("camera"))
        return Response(out.look_row(services.look(one, officer=officer_of(request), **said)))


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
class EndRun(Idempotent, ApiView):
    """Ends a run; `rest` says why the others were not looked at."""

    @extend_schema(
        operation_id="video_runs_end",
        request=s.VideoRunEndIn,
        responses={200: out.VideoRunDetailOut},
    )
    def post(self, request: Request, video_run_id: int) -> Response:
        row = selectors.find_run(viewer_of(request), video_run_id)
        said = checked(s.VideoRunEndIn, request.data)
        said["version"] = expected_version(request, required=False)
        return _run(request, services.end_run(row, officer=officer_of(request), **said))


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
class CancelRun(Idempotent, ApiView):
    """Calls a due run off."""

    @extend_schema(
        operation_id="video_runs_cancel",
        request=s.VideoRunCancelIn,
        responses={200: out.VideoRunDetailOut},
    )
    def post(self, request: Request, video_run_id: int) -> Response:
        who = viewer_of(request)
        row = selectors.find_run(who, video_run_id)
        said = checked(s.VideoRunCancelIn, request.data)
        said["version"] = expected_version(request, required=False)
        return _run(request, services.cancel_run(row, by=who.as_actor(channel="api"), **said))


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_WALK)
class Findings(Idempotent, ApiView):
    """What video patrol saw; a POST tells it, and the nearest unit is sent."""

    @extend_schema(
        operation_id="video_findings_list",
        parameters=[s.VideoFindingQuery],
        responses={200: out.VideoFindingOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VideoFindingQuery, request.query_params)
        return self.paged(selectors.findings(viewer_of(request), **query), _finding)

    @extend_schema(
        operation_id="video_findings_create",
        request=s.VideoFindingIn,
        responses={201: out.VideoFindingOut},
    )
    def post(self, request: Request) -> Response:
        officer, said = officer_of(request), checked(s.VideoFindingIn, request.data)
        code = said.pop("camera", "")
        camera = selectors.find_camera(officer, code) if code else None
        if code and camera is None:
            message = _("There is no camera %(code)s in your area.") % {"code": code}
            raise InvalidInput(message, errors=[fault("camera", "unknown", message)])
        by, run = officer.as_actor(channel="api"), selectors.my_run(officer)
        made = services.report_finding(by=by, viewer=officer, camera=camera, run=run, **said)
        return Response(_finding(made), status=201)


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_WALK)
class OneFinding(Idempotent, ApiView):
    """One finding; a PATCH says what came of it."""

    @extend_schema(operation_id="video_findings_read", responses={200: out.VideoFindingOut})
    def get(self, request: Request, finding_id: int) -> Response:
        return Response(_finding(selectors.find_finding(viewer_of(request), finding_id)))

    @extend_schema(
        operation_id="video_findings_close",
        request=s.VideoFindingCloseIn,
        responses={200: out.VideoFindingOut},
    )
    def patch(self, request: Request, finding_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_finding(who, finding_id), expected_version(request)
        said = checked(s.VideoFindingCloseIn, request.data) | {"version": version}
        by = who.as_actor(channel="api")
        return Response(_finding(services.close_finding(row, by=by, **said)))
