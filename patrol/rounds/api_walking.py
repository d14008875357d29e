"""REST of walking: what a unit's phone sends, and the rounds as supervisors see them."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from patrol.rounds import selectors, services
from patrol.rounds.briefs import round_detail, visit_row
from patrol.rounds.models import Mode, Round, Route
from patrol.rounds.serializers import (
    CancelFields,
    FinishFields,
    GiveFields,
    RoundFields,
    RoundQuery,
    SkipFields,
    StartFields,
    VisitFields,
    round_row,
)
from patrol.rounds.services.shared import invalid, pick
from patrol.units.models import Unit
from patrol.units.selectors import unit_of

_OBJECT = {200: OpenApiTypes.OBJECT}
_MADE = {200: OpenApiTypes.OBJECT, 201: OpenApiTypes.OBJECT}


@requires(Right.PATROL_WALK)
class MyRounds(ApiView):
    """The rounds of one's own unit: the one under way with its points, and those to come."""

    @extend_schema(operation_id="my_rounds", responses=_OBJECT)
    def get(self, request: Request) -> Response:
        now, viewer = timezone.now(), viewer_of(request)
        unit = unit_of(viewer) if isinstance(viewer, Officer) else None
        rows = list(selectors.rounds_of_unit(unit, now=now)[:50]) if unit else []
        active = next((row for row in rows if row.state == Round.State.ACTIVE), None)
        body = {
            "as_of": now.isoformat(),
            "unit": unit.call_sign if unit else None,
            "active": round_detail(active) if active else None,
            "upcoming": [round_row(row) for row in rows if row.state != Round.State.ACTIVE],
        }
        return Response(body)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RoundList(Idempotent, ApiView):
    """Rounds in scope with their counts; one more by hand."""

    @extend_schema(operation_id="rounds_list", parameters=[RoundQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        query = checked(RoundQuery, request.query_params)
        return self.paged(selectors.rounds(viewer_of(request), **query), round_row)

    @extend_schema(operation_id="rounds_create", request=RoundFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        new = _new_round(request, checked(RoundFields, request.data))
        made = services.schedule(new, by=viewer_of(request).as_actor(channel="api"))
        return Response(round_row(made), status=201)


@requires(Right.PATROL_READ)
class RoundDetail(ApiView):
    """One round with its points and check-ins, flags included."""

    @extend_schema(operation_id="rounds_read", responses=_OBJECT)
    def get(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        visits = walk.visits.select_related("point").order_by("happened_at")
        return Response(round_detail(walk) | {"visits": [visit_row(v) for v in visits[:200]]})


@requires(Right.PATROL_WALK, Right.PATROL_WALK)
class RoundStart(Idempotent, ApiView):
    """Set out; the answer has the points in the order just drawn."""

    @extend_schema(operation_id="rounds_start", request=StartFields, responses=_OBJECT)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        unit, said = walker(request, walk), checked(StartFields, request.data)
        by, version = _actor(request), expected_version(request, required=False)
        begun = services.start(walk, unit=unit, by=by, at=said.get("at"), version=version)
        return Response(round_detail(begun))


@requires(Right.PATROL_WALK, Right.PATROL_WALK)
class RoundVisits(Idempotent, ApiView):
    """Check in at a point; 201 when new, 200 when this `client_ref` was known."""

    @extend_schema(operation_id="rounds_check_in", request=VisitFields, responses=_MADE)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        unit, said = walker(request, walk), checked(VisitFields, request.data)
        said.pop("unit", None)
        told = services.CheckIn(**said)
        visit, is_new = services.check_in(walk, told, unit=unit, by=_actor(request))
        return Response(visit_row(visit), status=201 if is_new else 200)


@requires(Right.PATROL_WALK, Right.PATROL_WALK)
class RoundSkip(Idempotent, ApiView):
    """Leave a point out, with the reason."""

    @extend_schema(operation_id="rounds_skip", request=SkipFields, responses=_OBJECT)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        walker(request, walk)
        said = checked(SkipFields, request.data)
        said.pop("unit", None)
        services.skip(walk, by=_actor(request), **said)
        return Response(round_detail(walk))


@requires(Right.PATROL_WALK, Right.PATROL_WALK)
class RoundFinish(Idempotent, ApiView):
    """End the round; what was left out is missed."""

    @extend_schema(operation_id="rounds_finish", request=FinishFields, responses=_OBJECT)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        walker(request, walk)
        said, version = (
            checked(FinishFields, request.data),
            expected_version(request, required=False),
        )
        more = {"at": said.get("at"), "note": said.get("note", ""), "version": version}
        return Response(round_detail(services.finish(walk, by=_actor(request), **more)))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
class RoundGive(Idempotent, ApiView):
    """Give a round to a unit."""

    @extend_schema(operation_id="rounds_give", request=GiveFields, responses=_OBJECT)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        said = checked(GiveFields, request.data)
        unit = pick(Unit, viewer_of(request), "/unit", call_sign=said["unit"], is_active=True)
        version = expected_version(request, required=False)
        given = services.give_to(walk, unit, by=_actor(request), version=version)
        return Response(round_row(given))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
class RoundCancel(Idempotent, ApiView):
    """Call a round off, with the reason."""

    @extend_schema(operation_id="rounds_cancel", request=CancelFields, responses=_OBJECT)
    def post(self, request: Request, round_id: int) -> Response:
        walk = round_in_scope(request, round_id)
        said = checked(CancelFields, request.data)
        version = expected_version(request, required=False)
        row = services.cancel(walk, by=_actor(request), reason=said["reason"], version=version)
        return Response(round_row(row))


def round_in_scope(request: Any, round_id: int) -> Round:
    rows = Round.objects.visible_to(viewer_of(request))
    joined = rows.select_related("agency", "unit", "route", "walked")
    found: Round = get_object_or_404(joined, pk=round_id)
    return found


def walker(request: Request, walk: Round) -> Unit:
    """The unit that walks: an officer's own one; a client system names one in its scope.

    Raises NotAllowed (403) where the round is not that unit's to walk.
    """
    viewer = viewer_of(request)
    if isinstance(viewer, Officer):
        unit = unit_of(viewer)
    else:
        unit = pick(Unit, viewer, "/unit", call_sign=_named(request))
    if unit is None:
        raise NotAllowed(_("You are in no unit now."))
    if walk.unit_id != unit.pk and (walk.unit_id or walk.agency_id != unit.agency_id):
        raise NotAllowed(_("This round is that of another unit."), unit=str(walk.unit or ""))
    return unit


def _named(request: Request) -> str:
    return str(request.data.get("unit", "")) if isinstance(request.data, dict) else ""


def _new_round(request: Request, said: dict[str, Any]) -> services.NewRound:
    viewer = viewer_of(request)
    if said["due_end"] <= said["due_start"]:
        raise invalid("/due_end", "backwards", _("The round ends before it begins."))
    route = pick(Route, viewer, "/route", code=said["route"], is_active=True)
    named = said.get("unit")
    return services.NewRound(
        name=route.name,
        agency=route.agency,
        route=route,
        unit=pick(Unit, viewer, "/unit", call_sign=named, is_active=True) if named else None,
        mode=said.get("mode") or Mode.FOOT,
        tier=route.tier,
        due_start=said["due_start"],
        due_end=said["due_end"],
    )


def _actor(request: Request) -> Any:
    return viewer_of(request).as_actor(channel="api")
