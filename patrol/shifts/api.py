"""REST of shifts: the crew's own view, templates, rosters, coming and going, certificates."""

from datetime import datetime, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from patrol.shifts import access, registers, selectors, services
from patrol.shifts import serializers as s
from patrol.shifts.models import Shift
from patrol.units.models import Station
from patrol.units.selectors import brief, crew_of, unit_of
from patrol.units.serializers import crew_row


@requires(Right.ASSIGNMENT_WORK)
class MyUnit(ApiView):
    """The unit one is in, who is with one, and the shift that runs or comes next."""

    @extend_schema(operation_id="my_unit", responses={200: s.MyUnitOut})
    def get(self, request: Request) -> Response:
        who = viewer_of(request)
        unit = unit_of(who) if isinstance(who, Officer) else None
        entry = selectors.shift_of(who) if isinstance(who, Officer) else None
        body = {
            "unit": brief(unit) if unit else None,
            "crew": [crew_row(posting) for posting in crew_of(unit)] if unit else [],
            "shift": s.my_shift(entry) if entry else None,
        }
        return Response(body)


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
class TemplateList(Idempotent, ApiView):
    """How shifts come again."""

    @extend_schema(operation_id="shift_templates_list", responses={200: s.TemplateOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.templates(viewer_of(request)), s.template_row)

    @extend_schema(
        operation_id="shift_templates_create",
        request=s.ShiftTemplateFields,
        responses={201: s.TemplateOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.ShiftTemplateFields, request.data), viewer_of(request)
        agency = access.agency_of(who, said.pop("agency"))
        said["station"] = registers.station_of(agency, said.pop("station", ""))
        row = registers.save_template(None, by=who.as_actor(channel="api"), agency=agency, **said)
        return Response(s.template_row(row), status=201)


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
class TemplateWeek(Idempotent, ApiView):
    """Make a template's shifts of a week."""

    @extend_schema(
        operation_id="shift_templates_generate",
        request=s.WeekIn,
        responses={201: s.MadeOut},
    )
    def post(self, request: Request, shift_template_id: int) -> Response:
        who, said = viewer_of(request), checked(s.WeekIn, request.data)
        template = get_object_or_404(selectors.templates(who), pk=shift_template_id)
        made = services.generate(template, by=who.as_actor(channel="api"), **said)
        return Response({"made": [s.shift_brief(shift) for shift in made]}, status=201)


@requires(Right.SHIFT_READ)
class ShiftList(ApiView):
    """Shifts that touch the given local days, with their rosters."""

    @extend_schema(
        operation_id="shifts_list",
        parameters=[s.SpanQuery],
        responses={200: s.ShiftOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.SpanQuery, request.query_params)
        begins, ends = span(query)
        narrowed = {name: query.get(name, "") for name in ("agency", "station")}
        rows = selectors.shifts(viewer_of(request), begins=begins, ends=ends, **narrowed)
        return self.paged(rows, s.shift_row)


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
class ShiftRoster(Idempotent, ApiView):
    """One shift; POST puts somebody on it."""

    @extend_schema(operation_id="shifts_read", responses={200: s.ShiftOut})
    def get(self, request: Request, shift_id: int) -> Response:
        return Response(s.shift_row(_shift(request, shift_id)))

    @extend_schema(operation_id="shifts_roster", request=s.RosterIn, responses={201: s.EntryOut})
    def post(self, request: Request, shift_id: int) -> Response:
        shift, said = _shift(request, shift_id), checked(s.RosterIn, request.data)
        who = viewer_of(request)
        said["officer"] = access.officer_by_badge(shift, said.pop("badge", ""))
        said["unit"] = access.unit_by_sign(shift, said.pop("unit", ""))
        entry = services.roster(shift, by=who.as_actor(channel="api"), **said)
        return Response(s.entry_row(entry), status=201)


@requires(Right.SHIFT_READ, Right.SHIFT_SIGN)
class OnDuty(Idempotent, ApiView):
    """Come on duty: oneself, or on behalf by whoever keeps the roster."""

    @extend_schema(operation_id="roster_on_duty", request=s.DutyIn, responses={200: s.EntryOut})
    def post(self, request: Request, entry_id: int) -> Response:
        entry, said = _entry(request, entry_id), checked(s.DutyIn, request.data)
        access.check_own_or_manager(viewer_of(request), entry, waiver=said.get("waiver", ""))
        by = viewer_of(request).as_actor(channel="api")
        return Response(s.entry_row(services.come_on(entry, by=by, **said)))


@requires(Right.SHIFT_READ, Right.SHIFT_SIGN)
class OffDuty(Idempotent, ApiView):
    """Go off duty."""

    @extend_schema(operation_id="roster_off_duty", request=s.DutyIn, responses={200: s.EntryOut})
    def post(self, request: Request, entry_id: int) -> Response:
        entry, said = _entry(request, entry_id), checked(s.DutyIn, request.data)
        access.check_own_or_manager(viewer_of(request), entry)
        by = viewer_of(request).as_actor(channel="api")
        return Response(s.entry_row(services.go_off(entry, by=by, at=said.get("at"))))


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
class CertificateList(Idempotent, ApiView):
    """Who may carry and drive, from day to day."""

    @extend_schema(operation_id="certificates_list", responses={200: s.CertificateOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.certificates(viewer_of(request)), s.certificate_row)

    @extend_schema(
        operation_id="certificates_create",
        request=s.CertificateFields,
        responses={201: s.CertificateOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CertificateFields, request.data), viewer_of(request)
        officer = get_object_or_404(Officer.objects.visible_to(who), badge_number=said.pop("badge"))
        row = registers.add_certificate(officer, by=who.as_actor(channel="api"), **said)
        return Response(s.certificate_row(row), status=201)


@requires(Right.SHIFT_READ)
class Hours(ApiView):
    """Hours of a day in which nobody is rostered at a round-the-clock station; agency gaps now."""

    @extend_schema(
        operation_id="shift_coverage",
        parameters=[s.DayQuery],
        responses={200: s.HoursOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.DayQuery, request.query_params)
        day = query.get("day", timezone.localdate())
        stations = Station.objects.visible_to(viewer_of(request)).filter(is_active=True)
        rows = stations.filter(is_round_the_clock=True).select_related("agency")

        def row(station: Station) -> dict[str, Any]:
            gaps = [agency.name for agency in selectors.agency_gaps(station)]
            uncovered = selectors.uncovered_hours(station, day)
            named = {"station": station.code, "name": station.name}
            return named | {"uncovered": uncovered, "gaps": gaps}

        return self.paged(rows, row)


def span(query: dict[str, Any]) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the first after the last."""
    begins, _next = selectors.day_bounds(query.get("day") or timezone.localdate())
    return begins, begins + timedelta(days=query.get("days", 1))


def _shift(request: Request, shift_id: int) -> Shift:
    rows = Shift.objects.visible_to(viewer_of(request)).select_related("agency", "station")
    return get_object_or_404(rows, pk=shift_id)


def _entry(request: Request, entry_id: int) -> Any:
    return access.entry_of(viewer_of(request), entry_id)
