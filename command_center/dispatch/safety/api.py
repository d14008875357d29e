"""REST of officer safety: clocks, signs of life, the panic button."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.alerts.distress import Whereabouts
from command_center.alerts.selectors import brief as alert_brief
from command_center.alerts.serializers import AlertOut
from command_center.dispatch.safety import panic, selectors, services
from command_center.dispatch.safety import serializers as shapes
from command_center.dispatch.safety.models import CheckIn
from grid.errors import IllegalStep, NotAllowed
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from patrol.units.models import Unit
from patrol.units.selectors import unit_of, units


def officer(request: Request) -> Officer:
    """A client system has no crew."""
    user = viewer_of(request)
    if isinstance(user, Officer):
        return user
    raise NotAllowed(_("Only an officer of a unit may do this."))


def own_unit(request: Request) -> Unit:
    unit = unit_of(officer(request))
    if unit is None:
        raise IllegalStep(_("You are in no unit now."))
    return unit


def _timer(unit: Unit) -> dict[str, Any] | None:
    timer = selectors.timer_of(unit)
    return selectors.brief(timer, now=timezone.now()) if timer else None


def _check_in(row: CheckIn) -> dict[str, Any]:
    names = ("at", "by", "is_own", "channel", "said", "missed")
    return {"call_sign": row.unit.call_sign} | {name: getattr(row, name) for name in names}


@requires(Right.DISPATCH_READ)
class Timers(ApiView):
    """The clocks in scope, the silent first, then the next due; at most 500."""

    @extend_schema(operation_id="safety_timers", responses={200: shapes.SafetyTimerOut(many=True)})
    def get(self, request: Request) -> Response:
        return Response(selectors.timers(viewer_of(request)))


@requires(Right.ASSIGNMENT_WORK, Right.ASSIGNMENT_WORK)
class MyCheckIn(Idempotent, ApiView):
    """The own unit's clock, and its sign of life."""

    @extend_schema(responses={200: shapes.MySafetyTimerOut})
    def get(self, request: Request) -> Response:
        unit = unit_of(officer(request))
        return Response({"timer": _timer(unit) if unit else None})

    @extend_schema(request=shapes.CheckInIn, responses={201: shapes.CheckedInOut})
    def post(self, request: Request) -> Response:
        said = checked(shapes.CheckInIn, request.data)["said"]
        unit = own_unit(request)
        row = services.check_in(unit, by=actor_of(request), is_own=True, said=said)
        return Response(_check_in(row) | {"timer": _timer(unit)}, status=201)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class UnitCheckIn(Idempotent, ApiView):
    """When a unit was heard of; a sign of life given over radio or telephone."""

    @extend_schema(operation_id="unit_check_ins", responses={200: shapes.CheckInOut(many=True)})
    def get(self, request: Request, call_sign: str) -> Response:
        unit = self._unit(request, call_sign)
        return self.paged(selectors.check_ins(viewer_of(request)).filter(unit=unit), _check_in)

    @extend_schema(request=shapes.CheckInForIn, responses={201: shapes.CheckedInOut})
    def post(self, request: Request, call_sign: str) -> Response:
        said = checked(shapes.CheckInForIn, request.data)
        unit = self._unit(request, call_sign)
        actor = actor_of(request, channel=said["channel"])
        row = services.check_in(unit, by=actor, is_own=False, said=said["said"])
        return Response(_check_in(row) | {"timer": _timer(unit)}, status=201)

    def _unit(self, request: Request, call_sign: str) -> Unit:
        return get_object_or_404(units(viewer_of(request)), call_sign=call_sign)


@requires(Right.HELP_CALL, Right.HELP_CALL)
class MyPanic(Idempotent, ApiView):
    """Call for help for the own unit at once; the own calls of the last twelve hours."""

    @extend_schema(responses={200: shapes.HelpCallsOut})
    def get(self, request: Request) -> Response:
        return Response({"results": panic.calls_of(officer(request))})

    @extend_schema(request=shapes.PanicIn, responses={201: AlertOut})
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.PanicIn, request.data)
        at = Whereabouts(lng=said.pop("lng", None), lat=said.pop("lat", None))
        alert = panic.press(officer(request), at=at, **said)
        return Response(alert_brief(alert), status=201)


@requires(Right.DISPATCH_READ)
class Panics(ApiView):
    """Units whose call for help command has not closed, each with the nearest that could go."""

    @extend_schema(operation_id="safety_panics", responses={200: shapes.PanicOut(many=True)})
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        rows = selectors.panics(viewer)[:50]
        return Response([panic.told(alert, viewer) for alert in rows])
