"""REST of funds, commendations, offices for courage, and education bases."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Agency
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from grid.service.teams import services
from grid.service.teams import shapes as s
from grid.service.teams.selectors import courage
from grid.service.teams.selectors.outreach import days, find_outreach, outreach


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class Funds(Idempotent, ApiView):
    """Funds for courage with their balances."""

    @extend_schema(
        operation_id="funds_list",
        parameters=[s.FundQuery],
        responses={200: s.FundOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.FundQuery, request.query_params)
        return self.paged(courage.funds(viewer_of(request), **query), s.fund_row)

    @extend_schema(operation_id="funds_create", request=s.FundFields, responses={201: s.FundOut})
    def post(self, request: Request) -> Response:
        said, who = checked(s.FundFields, request.data), viewer_of(request)
        return Response(s.fund_row(services.save_fund(None, by=who, **said)), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class FundEntries(Idempotent, ApiView):
    """What went into and out of a fund; a POST books."""

    @extend_schema(operation_id="fund_entries_list", responses={200: s.FundEntryOut(many=True)})
    def get(self, request: Request, fund_id: int) -> Response:
        row = courage.find_fund(viewer_of(request), fund_id)
        return self.paged(row.entries.all(), s.entry_row)

    @extend_schema(
        operation_id="fund_entries_create",
        request=s.FundEntryFields,
        responses={201: s.FundEntryOut},
    )
    def post(self, request: Request, fund_id: int) -> Response:
        who = viewer_of(request)
        row, said = courage.find_fund(who, fund_id), checked(s.FundEntryFields, request.data)
        return Response(s.entry_row(services.book(row, by=who, **said)), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class Commendations(Idempotent, ApiView):
    """Commendations for courage: counts and deeds, nobody named."""

    @extend_schema(
        operation_id="commendations_list",
        parameters=[s.CommendationQuery],
        responses={200: s.CommendationOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.CommendationQuery, request.query_params)
        return self.paged(courage.commendations(viewer_of(request), **query), s.commendation_row)

    @extend_schema(
        operation_id="commendations_create",
        request=s.CommendationFields,
        responses={201: s.CommendationOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CommendationFields, request.data), viewer_of(request)
        row = services.save_commendation(None, by=who, **said)
        return Response(s.commendation_row(row), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class CourageOffices(Idempotent, ApiView):
    """How many offices for courage each agency's area has; a POST counts."""

    @extend_schema(
        operation_id="courage_offices_list", responses={200: s.OfficeCountOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        return self.paged(courage.offices(viewer_of(request)), s.offices_row)  # type: ignore[arg-type]  # a list is paged alike

    @extend_schema(
        operation_id="courage_offices_create",
        request=s.OfficeCountFields,
        responses={201: s.OfficeCountOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.OfficeCountFields, request.data), viewer_of(request)
        agency = Agency.objects.visible_to(who).filter(code=said.pop("agency")).first()
        if agency is None:
            message = _("There is no such agency in your area.")
            refuse([fault("agency", "unknown", message)])
        return Response(s.offices_row(services.count_offices(agency, by=who, **said)), status=201)  # type: ignore[arg-type]  # refused above where absent


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class OutreachBases(Idempotent, ApiView):
    """Education bases with what a month brought them."""

    @extend_schema(
        operation_id="outreach_bases_list",
        parameters=[s.OutreachQuery],
        responses={200: s.OutreachOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.OutreachQuery, request.query_params)
        said = query.pop("month", "") or f"{timezone.localdate():%Y-%m}"
        rows = outreach(viewer_of(request), date.fromisoformat(f"{said}-01"), **query)
        return self.paged(rows, s.outreach_row)

    @extend_schema(
        operation_id="outreach_bases_create",
        request=s.OutreachFields,
        responses={201: s.OutreachOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.OutreachFields, request.data), viewer_of(request)
        return Response(s.outreach_row(services.save_base(None, by=who, **said)), status=201)


@requires(Right.SERVICE_READ, Right.TEAM_MANAGE)
class OutreachDays(Idempotent, ApiView):
    """What each day brought a base; a POST enters one."""

    @extend_schema(operation_id="outreach_days_list", responses={200: s.OutreachDayOut(many=True)})
    def get(self, request: Request, outreach_base_id: int) -> Response:
        who = viewer_of(request)
        return self.paged(days(who, base=find_outreach(who, outreach_base_id).pk), s.day_row)

    @extend_schema(
        operation_id="outreach_days_create",
        request=s.OutreachDayFields,
        responses={201: s.OutreachDayOut},
    )
    def post(self, request: Request, outreach_base_id: int) -> Response:
        who = viewer_of(request)
        row, said = find_outreach(who, outreach_base_id), checked(s.OutreachDayFields, request.data)
        return Response(s.day_row(services.count_day(row, by=who, **said)), status=201)
