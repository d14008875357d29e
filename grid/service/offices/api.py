"""REST of the offices: registers, staff, gaps, assistants of villages, who answered when."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.frame.sheet_import import take
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.offices import answers as out
from grid.service.offices import posting, selectors, services, villages
from grid.service.offices import serializers as s
from grid.service.offices.sheets import ASSISTANTS


@requires(Right.SERVICE_READ, Right.OFFICE_MANAGE)
class OfficeList(Idempotent, ApiView):
    """Community offices of the viewer's area; a POST sets one up, by a template where named."""

    @extend_schema(
        operation_id="offices_list", parameters=[s.OfficeQuery], responses=out.OfficeOut(many=True)
    )
    def get(self, request: Request) -> Response:
        query = checked(s.OfficeQuery, request.query_params)
        return self.paged(selectors.offices(viewer_of(request), **query), out.office_row)

    @extend_schema(
        operation_id="offices_create", request=s.OfficeFields, responses={201: out.OfficeOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.OfficeFields, request.data), viewer_of(request)
        row = services.save_office(None, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.office_row(row), status=201)


@requires(Right.SERVICE_READ, Right.OFFICE_MANAGE)
class OfficeDetail(Idempotent, ApiView):
    """One office: read or corrected."""

    @extend_schema(operation_id="offices_read", responses=out.OfficeOut)
    def get(self, request: Request, office_id: int) -> Response:
        return Response(out.office_row(selectors.find_office(viewer_of(request), office_id)))

    @extend_schema(operation_id="offices_edit", request=s.OfficeChange, responses=out.OfficeOut)
    def patch(self, request: Request, office_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_office(who, office_id), expected_version(request)
        said = checked(s.OfficeChange, request.data) | {"version": version}
        row = services.save_office(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.office_row(row))


@requires(Right.SERVICE_READ, Right.OFFICE_MANAGE)
class OfficeStaffList(Idempotent, ApiView):
    """Everybody who ever worked at an office; a POST has somebody work there from a day on."""

    @extend_schema(operation_id="office_staff", responses=out.StaffOut(many=True))
    def get(self, request: Request, office_id: int) -> Response:
        office = selectors.find_office(viewer_of(request), office_id)
        return self.paged(selectors.staff_of(office), out.staff_row)

    @extend_schema(
        operation_id="office_staff_post", request=s.StaffIn, responses={201: out.StaffOut}
    )
    def post(self, request: Request, office_id: int) -> Response:
        who = viewer_of(request)
        office, said = selectors.find_office(who, office_id), checked(s.StaffIn, request.data)
        row = posting.post_staff(office, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.staff_row(row), status=201)


@requires(Right.SERVICE_READ)
class OfficeGaps(ApiView):
    """Offices that lack somebody by their norm on a day."""

    @extend_schema(
        operation_id="office_gaps",
        parameters=[s.DayQuery],
        responses=out.OfficeGapsOut(many=True),
    )
    def get(self, request: Request) -> Response:
        query = checked(s.DayQuery, request.query_params)
        pages = self.pagination_class()
        rows: Any = selectors.gaps(viewer_of(request), **query)
        page: list[Any] = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response([out.gaps_row(row) for row in page])


@requires(Right.SERVICE_READ)
class Responsible(ApiView):
    """Who answered for which cell on a day."""

    @extend_schema(
        operation_id="responsible_at",
        parameters=[s.DayQuery],
        responses=out.AnsweringOut(many=True),
    )
    def get(self, request: Request) -> Response:
        query = checked(s.DayQuery, request.query_params)
        day = query.pop("on", None) or timezone.localdate()
        rows = selectors.cells_of_day(viewer_of(request), day, **query)
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, request, view=self) or []
        told = [out.answering_row(row) for row in selectors.answering(page, day)]
        return pages.get_paginated_response(told)


@requires(Right.SERVICE_READ, Right.OFFICE_MANAGE)
class AssistantList(Idempotent, ApiView):
    """Assistants of villages; a POST enters one."""

    @extend_schema(
        operation_id="village_assistants_list",
        parameters=[s.AssistantQuery],
        responses=out.AssistantOut(many=True),
    )
    def get(self, request: Request) -> Response:
        query = checked(s.AssistantQuery, request.query_params)
        return self.paged(villages.assistants(viewer_of(request), **query), out.assistant_row)

    @extend_schema(
        operation_id="village_assistants_create",
        request=s.AssistantFields,
        responses={201: out.AssistantOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.AssistantFields, request.data), viewer_of(request)
        row = posting.save_assistant(None, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.assistant_row(row), status=201)


@requires(Right.SERVICE_READ, Right.OFFICE_MANAGE)
class AssistantDetail(Idempotent, ApiView):
    """One assistant: read, changed, or ended by `valid_to`."""

    @extend_schema(operation_id="village_assistants_read", responses=out.AssistantOut)
    def get(self, request: Request, assistant_id: int) -> Response:
        row = villages.find_assistant(viewer_of(request), assistant_id)
        return Response(out.assistant_row(row))

    @extend_schema(
        operation_id="village_assistants_edit",
        request=s.AssistantChange,
        responses=out.AssistantOut,
    )
    def patch(self, request: Request, assistant_id: int) -> Response:
        who = viewer_of(request)
        row, version = villages.find_assistant(who, assistant_id), expected_version(request)
        said = checked(s.AssistantChange, request.data) | {"version": version}
        row = posting.save_assistant(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.assistant_row(row))


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
class AssistantImport(Idempotent, ApiView):
    """A CSV file of assistants: checked whole, every bad row named, upsert by badge."""

    @extend_schema(operation_id="village_assistants_import", request=SheetIn, responses=SheetOut)
    def post(self, request: Request) -> Response:
        said, who = checked(SheetIn, request.data), viewer_of(request)
        by = who.as_actor(channel="import")
        return Response(take(ASSISTANTS, said.pop("csv"), by=by, viewer=who, **said).as_row())


@requires(Right.SERVICE_READ)
class VillageCoverage(ApiView):
    """One village, one assistant: the whole area first, then town by town."""

    @extend_schema(operation_id="village_coverage", responses=out.VillageCoverageOut(many=True))
    def get(self, request: Request) -> Response:
        rows = villages.villages(viewer_of(request))
        told = [villages.coverage(rows), *villages.by_town(rows)]
        return Response([out.coverage_row(row) for row in told])
