"""REST of teams: the register, how many they are, their hours, the share of residents."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.frame.sheet_import import take
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.teams import serializers as s
from grid.service.teams import services
from grid.service.teams.models import Trade
from grid.service.teams.selectors import shares
from grid.service.teams.selectors.teams import find_hours, find_team, hours, teams
from grid.service.teams.sheets import TABLE


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class Teams(Idempotent, ApiView):
    """Teams with how many each is today."""

    @extend_schema(
        operation_id="teams_list",
        parameters=[s.TeamQuery],
        responses={200: s.TeamOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.TeamQuery, request.query_params)
        rows = teams(viewer_of(request), **query).prefetch_related("cells")
        return self.paged(rows, s.team_row)

    @extend_schema(operation_id="teams_create", request=s.TeamFields, responses={201: s.TeamOut})
    def post(self, request: Request) -> Response:
        said, who = checked(s.TeamFields, request.data), viewer_of(request)
        services.save_team(None, by=actor_of(request), viewer=who, **said)
        return Response(s.team_row(find_team(who, said["code"])), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class OneTeam(Idempotent, ApiView):
    """One team; a PATCH changes it, or says that it ended."""

    @extend_schema(operation_id="teams_read", responses={200: s.TeamOut})
    def get(self, request: Request, team_code: str) -> Response:
        return Response(s.team_row(find_team(viewer_of(request), team_code)))

    @extend_schema(operation_id="teams_edit", request=s.TeamChange, responses={200: s.TeamOut})
    def patch(self, request: Request, team_code: str) -> Response:
        who = viewer_of(request)
        row, version = find_team(who, team_code), expected_version(request)
        said = checked(s.TeamChange, request.data) | {"version": version}
        services.save_team(row, by=actor_of(request), viewer=who, **said)
        return Response(s.team_row(find_team(who, team_code)))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
class TeamSheet(Idempotent, ApiView):
    """Teams as CSV: tried first (`dry_run`), then all of them or the valid rows."""

    @extend_schema(operation_id="teams_import", request=SheetIn, responses={200: SheetOut})
    def post(self, request: Request) -> Response:
        said = checked(SheetIn, request.data)
        text = said.pop("csv")
        taken = take(TABLE, text, by=actor_of(request), viewer=viewer_of(request), **said)
        return Response(taken.as_row())


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class TeamHeadcounts(Idempotent, ApiView):
    """How many a team was from which day on; a POST counts it."""

    @extend_schema(operation_id="team_headcounts_list", responses={200: s.HeadcountOut(many=True)})
    def get(self, request: Request, team_code: str) -> Response:
        row = find_team(viewer_of(request), team_code)
        return self.paged(row.headcounts.all(), s.headcount_row)

    @extend_schema(
        operation_id="team_headcounts_create",
        request=s.HeadcountFields,
        responses={201: s.HeadcountOut},
    )
    def post(self, request: Request, team_code: str) -> Response:
        who = viewer_of(request)
        row, said = find_team(who, team_code), checked(s.HeadcountFields, request.data)
        return Response(s.headcount_row(services.count_heads(row, by=who, **said)), status=201)


@requires(Right.SERVICE_READ)
class TeamsHours(ApiView):
    """What teams did, the newest first."""

    @extend_schema(
        operation_id="team_hours_list",
        parameters=[s.TeamHoursQuery],
        responses={200: s.TeamHoursOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.TeamHoursQuery, request.query_params)
        return self.paged(hours(viewer_of(request), **query), s.hours_row)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class HoursOfTeam(Idempotent, ApiView):
    """What one team did; a POST enters a day."""

    @extend_schema(operation_id="team_hours_of_team", responses={200: s.TeamHoursOut(many=True)})
    def get(self, request: Request, team_code: str) -> Response:
        who = viewer_of(request)
        return self.paged(hours(who, team=find_team(who, team_code).code), s.hours_row)

    @extend_schema(
        operation_id="team_hours_create",
        request=s.TeamHoursFields,
        responses={201: s.TeamHoursOut},
    )
    def post(self, request: Request, team_code: str) -> Response:
        who = viewer_of(request)
        row, said = find_team(who, team_code), checked(s.TeamHoursFields, request.data)
        return Response(s.hours_row(services.note_hours(row, by=who, **said)), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class TeamHoursStriking(Idempotent, ApiView):
    """Takes a line out of every figure that was entered by mistake."""

    @extend_schema(operation_id="team_hours_strike", request=None, responses={200: s.TeamHoursOut})
    def post(self, request: Request, team_hours_id: int) -> Response:
        who = viewer_of(request)
        row = services.strike_hours(find_hours(who, team_hours_id), by=who)
        return Response(s.hours_row(row))


@requires(Right.SERVICE_READ)
class Trades(ApiView):
    """The trades volunteers come from."""

    @extend_schema(operation_id="trades_list", responses={200: s.TradeOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(Trade.objects.values("code", "name", "name_en"), dict)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class Residents(Idempotent, ApiView):
    """How many residents divisions have; a POST enters a year, with its version it corrects one."""

    @extend_schema(
        operation_id="resident_bases_list",
        parameters=[s.ResidentQuery],
        responses={200: s.ResidentOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ResidentQuery, request.query_params)
        return self.paged(shares.bases(**query), s.resident_row)

    @extend_schema(
        operation_id="resident_bases_create",
        request=s.ResidentFields,
        responses={201: s.ResidentOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.ResidentFields, request.data), viewer_of(request)
        row = services.save_residents(by=actor_of(request), viewer=who, **said)
        return Response(s.resident_row(row), status=201)


@requires(Right.SERVICE_READ)
class VolunteerShares(ApiView):
    """Volunteers as a share of the residents, by division."""

    @extend_schema(
        operation_id="volunteer_shares_list", responses={200: s.VolunteerShareOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        return self.paged(shares.shares(viewer_of(request)), s.share_row)  # type: ignore[arg-type]  # a list is paged alike
