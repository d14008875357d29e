"""REST of stations, units, their status and their crews."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import FieldError, InvalidInput
from grid.frame.sheet_import import take
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from patrol.units import registers, selectors, services, sheets
from patrol.units import serializers as s
from patrol.units.models import Capability, Station, Unit


@requires(Right.UNIT_READ, Right.UNIT_MANAGE)
class StationList(Idempotent, ApiView):
    """Stations of the viewer's area."""

    @extend_schema(
        operation_id="stations_list",
        parameters=[s.StationQuery],
        responses={200: s.StationOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.StationQuery, request.query_params)
        return self.paged(selectors.stations(viewer_of(request), **query), s.station_row)

    @extend_schema(
        operation_id="stations_create", request=s.StationFields, responses={201: s.StationOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.StationFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = registers.save_station(None, by=by, viewer=who, **said)
        return Response(s.station_row(row), status=201)


@requires(Right.UNIT_READ, Right.UNIT_MANAGE)
class StationDetail(Idempotent, ApiView):
    """One station with its ground, partners, units and, where it is mobile, its moves."""

    @extend_schema(operation_id="stations_read", responses={200: s.StationDetailOut})
    def get(self, request: Request, station_code: str) -> Response:
        return Response(s.station_detail(_station(request, station_code)))

    @extend_schema(
        operation_id="stations_edit", request=s.StationChange, responses={200: s.StationOut}
    )
    def patch(self, request: Request, station_code: str) -> Response:
        station, version = _station(request, station_code), expected_version(request)
        said = checked(s.StationChange, request.data) | {"version": version}
        who = viewer_of(request)
        by = who.as_actor(channel="api")
        row = registers.save_station(station, by=by, viewer=who, **said)
        return Response(s.station_row(row))


@requires(Right.UNIT_READ, Right.UNIT_MANAGE)
class UnitList(Idempotent, ApiView):
    """Units in service in the viewer's area."""

    @extend_schema(
        operation_id="units_list", parameters=[s.UnitQuery], responses={200: s.UnitOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        query = checked(s.UnitQuery, request.query_params)
        return self.paged(selectors.units(viewer_of(request), **query), s.unit_row)

    @extend_schema(operation_id="units_create", request=s.UnitFields, responses={201: s.UnitOut})
    def post(self, request: Request) -> Response:
        said, who = checked(s.UnitFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = registers.save_unit(None, by=by, viewer=who, **said)
        return Response(s.unit_row(row), status=201)


@requires(Right.UNIT_READ, Right.UNIT_MANAGE)
class UnitDetail(Idempotent, ApiView):
    """One unit with its crew and, where it is a mixed team, its parents."""

    @extend_schema(operation_id="units_read", responses={200: s.UnitDetailOut})
    def get(self, request: Request, call_sign: str) -> Response:
        return Response(s.unit_detail(_unit(request, call_sign)))

    @extend_schema(operation_id="units_edit", request=s.UnitChange, responses={200: s.UnitOut})
    def patch(self, request: Request, call_sign: str) -> Response:
        unit, version = _unit(request, call_sign), expected_version(request)
        said = checked(s.UnitChange, request.data) | {"version": version}
        who = viewer_of(request)
        by = who.as_actor(channel="api")
        row = registers.save_unit(unit, by=by, viewer=who, **said)
        return Response(s.unit_row(row))


@requires(Right.UNIT_READ, Right.UNIT_STATUS)
class UnitStatus(Idempotent, ApiView):
    """What a unit is doing and did; a crew speaks for itself, dispatch for any in its area."""

    @extend_schema(operation_id="unit_status_history", responses={200: s.StatusOut(many=True)})
    def get(self, request: Request, call_sign: str) -> Response:
        return self.paged(selectors.history(_unit(request, call_sign)), s.status_row)

    @extend_schema(operation_id="unit_status_set", request=s.StatusIn, responses={200: s.UnitOut})
    def post(self, request: Request, call_sign: str) -> Response:
        unit, said = _unit(request, call_sign), checked(s.StatusIn, request.data)
        version = expected_version(request, required=False)
        said |= {"version": version, "channel": said.get("channel", "api")}
        status = Unit.Status(said.pop("status"))
        row = services.report_status(unit, status, by=viewer_of(request), **said)
        return Response(s.unit_row(row))


@requires(Right.UNIT_READ, Right.UNIT_MANAGE)
class UnitCrew(Idempotent, ApiView):
    """Who is, was and will be in a unit."""

    @extend_schema(operation_id="unit_crew_list", responses={200: s.CrewOut(many=True)})
    def get(self, request: Request, call_sign: str) -> Response:
        rows = _unit(request, call_sign).crew.select_related("officer", "post")
        return self.paged(rows, s.crew_row)

    @extend_schema(operation_id="unit_crew_post", request=s.CrewIn, responses={201: s.CrewOut})
    def post(self, request: Request, call_sign: str) -> Response:
        unit, said = _unit(request, call_sign), checked(s.CrewIn, request.data)
        officer = _officer(request, said.pop("badge", ""))
        by = viewer_of(request).as_actor(channel="api")
        posting = services.post_crew(unit, by=by, officer=officer, **said)
        return Response(s.crew_row(posting), status=201)


@requires(Right.UNIT_READ)
class CapabilityList(ApiView):
    """What units can do."""

    @extend_schema(operation_id="capabilities_list", responses={200: s.CapabilityOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(Capability.objects.all(), s.capability_row)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
class SheetImport(Idempotent, ApiView):
    """A CSV file of units or stations: checked whole, every bad row named, upsert by code."""

    @extend_schema(request=SheetIn, responses={200: SheetOut})
    def post(self, request: Request, table: str) -> Response:
        said, who = checked(SheetIn, request.data), viewer_of(request)
        by = who.as_actor(channel="import")
        result = take(sheets.TABLES[table], said.pop("csv"), by=by, viewer=who, **said)
        return Response(result.as_row())


def _station(request: Request, code: str) -> Station:
    rows = Station.objects.visible_to(viewer_of(request)).select_related("agency")
    return get_object_or_404(rows, code=code)


def _unit(request: Request, call_sign: str) -> Unit:
    rows = Unit.objects.visible_to(viewer_of(request)).select_related("agency", "station")
    return get_object_or_404(rows, call_sign=call_sign)


def _officer(request: Request, badge: str) -> Officer | None:
    if not badge:
        return None
    rows = Officer.objects.visible_to(viewer_of(request))
    officer = rows.filter(badge_number=badge).first()
    if officer is None:
        message = _("There is no such officer in your area.")
        fault = FieldError(pointer="/badge", code="unknown", message=message)
        raise InvalidInput(message, errors=[fault])
    return officer
