"""REST of video patrol: teams with their desks, rounds as planned."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.rounds import answers as out
from video.rounds import selectors, services
from video.rounds import serializers as s
from video.rounds.models import VideoRound, VideoTeam


def _team(request: Request, team: VideoTeam, *, status: int = 200) -> Response:
    row = selectors.teams(viewer_of(request)).get(pk=team.pk)
    return Response(out.team_row(row), status=status)


def _round(request: Request, plan: VideoRound, *, status: int = 200) -> Response:
    row = selectors.find_round(viewer_of(request), plan.pk)
    return Response(out.round_detail(row), status=status)


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_PLAN)
class Teams(Idempotent, ApiView):
    """Video patrol teams, who sits at their desks, and which desk has too few."""

    @extend_schema(operation_id="video_teams_list", responses={200: out.VideoTeamOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.teams(viewer_of(request)), out.team_row)

    @extend_schema(
        operation_id="video_teams_create",
        request=s.VideoTeamFields,
        responses={201: out.VideoTeamOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.VideoTeamFields, request.data), viewer_of(request)
        made = services.save_team(None, by=who.as_actor(channel="api"), viewer=who, **said)
        return _team(request, made, status=201)


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_PLAN)
class OneTeam(Idempotent, ApiView):
    """One team; a PATCH corrects it or ends it."""

    @extend_schema(operation_id="video_teams_read", responses={200: out.VideoTeamOut})
    def get(self, request: Request, video_team_id: int) -> Response:
        return _team(request, selectors.find_team(viewer_of(request), video_team_id))

    @extend_schema(
        operation_id="video_teams_edit",
        request=s.VideoTeamChange,
        responses={200: out.VideoTeamOut},
    )
    def patch(self, request: Request, video_team_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_team(who, video_team_id), expected_version(request)
        said = checked(s.VideoTeamChange, request.data) | {"version": version}
        by = who.as_actor(channel="api")
        return _team(request, services.save_team(row, by=by, viewer=who, **said))


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
class Desk(Idempotent, ApiView):
    """A POST takes the desk of a team, a DELETE leaves whichever one sits at."""

    @extend_schema(operation_id="video_desk_take", request=None, responses={201: out.VideoTeamOut})
    def post(self, request: Request, video_team_id: int) -> Response:
        row = selectors.find_team(viewer_of(request), video_team_id)
        services.take_desk(row, officer=officer_of(request))
        return _team(request, row, status=201)

    @extend_schema(operation_id="video_desk_leave", request=None, responses={200: out.VideoTeamOut})
    def delete(self, request: Request, video_team_id: int) -> Response:
        row = selectors.find_team(viewer_of(request), video_team_id)
        services.leave_desk(officer=officer_of(request))
        return _team(request, row)


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_PLAN)
class Rounds(Idempotent, ApiView):
    """Rounds over cameras, as planned."""

    @extend_schema(
        operation_id="video_rounds_list",
        parameters=[s.VideoRoundQuery],
        responses={200: out.VideoRoundOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VideoRoundQuery, request.query_params)
        return self.paged(selectors.rounds(viewer_of(request), **query), out.round_row)

    @extend_schema(
        operation_id="video_rounds_create",
        request=s.VideoRoundFields,
        responses={201: out.VideoRoundDetailOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.VideoRoundFields, request.data), viewer_of(request)
        made = services.save_round(None, by=who.as_actor(channel="api"), viewer=who, **said)
        return _round(request, made, status=201)


@requires(Right.CAMERA_READ, Right.VIDEO_ROUND_PLAN)
class OneRound(Idempotent, ApiView):
    """One round with its cameras; a PATCH changes or ends it."""

    @extend_schema(operation_id="video_rounds_read", responses={200: out.VideoRoundDetailOut})
    def get(self, request: Request, video_round_id: int) -> Response:
        return _round(request, selectors.find_round(viewer_of(request), video_round_id))

    @extend_schema(
        operation_id="video_rounds_edit",
        request=s.VideoRoundChange,
        responses={200: out.VideoRoundDetailOut},
    )
    def patch(self, request: Request, video_round_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_round(who, video_round_id), expected_version(request)
        said = checked(s.VideoRoundChange, request.data) | {"version": version}
        by = who.as_actor(channel="api")
        return _round(request, services.save_round(row, by=by, viewer=who, **said))


@requires(Right.CAMERA_READ)
class Figures(ApiView):
    """Rounds due, done and missed, cameras seen and not, by team of the last seven days."""

    @extend_schema(
        operation_id="video_round_figures", responses={200: out.TeamFiguresOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        today = timezone.localdate()
        rows = selectors.figures(viewer_of(request), today - timedelta(days=6), today)
        return Response([{k: v for k, v in row.items() if k != "team_id"} for row in rows])
