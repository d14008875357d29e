"""REST of what is checked: handovers, presence, the daily force return."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from patrol.shifts import access, force, handover, presence
from patrol.shifts import serializers as s
from patrol.shifts.models import ForceReturn, Handover, PresenceAnswer, PresenceCheck
from patrol.shifts.models.force import TOTALS


@requires(Right.SHIFT_READ)
class HandoverList(ApiView):
    """Handovers of the viewer's area, the latest due first."""

    @extend_schema(operation_id="handovers_list", responses={200: s.HandoverOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(_handovers(request), s.handover_row)


@requires(Right.SHIFT_READ)
class HandoverDetail(ApiView):
    """One handover with what was counted."""

    @extend_schema(operation_id="handovers_read", responses={200: s.HandoverOut})
    def get(self, request: Request, handover_id: int) -> Response:
        row = get_object_or_404(_handovers(request), pk=handover_id)
        return Response(s.handover_row(row))


@requires(Right.SHIFT_READ, Right.SHIFT_SIGN)
class HandoverGive(Idempotent, ApiView):
    """Sign as the one who leaves."""

    @extend_schema(operation_id="handovers_give", request=s.GiveIn, responses={200: s.HandoverOut})
    def post(self, request: Request, handover_id: int) -> Response:
        row = get_object_or_404(_handovers(request), pk=handover_id)
        said = checked(s.GiveIn, request.data)
        return Response(s.handover_row(handover.give(row, by=_officer(request), **said)))


@requires(Right.SHIFT_READ, Right.SHIFT_SIGN)
class HandoverTake(Idempotent, ApiView):
    """Sign as the one who takes over."""

    @extend_schema(operation_id="handovers_take", request=s.TakeIn, responses={200: s.HandoverOut})
    def post(self, request: Request, handover_id: int) -> Response:
        row = get_object_or_404(_handovers(request), pk=handover_id)
        said = checked(s.TakeIn, request.data)
        return Response(s.handover_row(handover.take(row, by=_officer(request), **said)))


@requires(Right.SHIFT_READ, Right.PRESENCE_CHECK)
class CheckList(Idempotent, ApiView):
    """Presence checks; POST draws one."""

    @extend_schema(
        operation_id="presence_checks_list", responses={200: s.PresenceCheckOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        return self.paged(_checks(request), s.check_row)

    @extend_schema(
        operation_id="presence_checks_draw", request=s.CheckIn, responses={201: s.CheckDetailOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CheckIn, request.data), viewer_of(request)
        agency = access.agency_of(who, said.pop("agency"))
        row = presence.start(agency, by=who.as_actor(channel="api"), **said)
        return Response(s.check_detail(row, is_open=True), status=201)


@requires(Right.SHIFT_READ)
class CheckDetail(ApiView):
    """One check; before it is published only those who check see who was drawn."""

    @extend_schema(operation_id="presence_checks_read", responses={200: s.CheckDetailOut})
    def get(self, request: Request, presence_id: int) -> Response:
        row = get_object_or_404(_checks(request), pk=presence_id)
        may_check = viewer_of(request).has_right(Right.PRESENCE_CHECK)
        return Response(s.check_detail(row, is_open=bool(row.published_at) or may_check))


@requires(Right.SHIFT_READ, Right.PRESENCE_CHECK)
class CheckPublish(Idempotent, ApiView):
    """Publish a result before its time is over."""

    @extend_schema(
        operation_id="presence_checks_publish", request=None, responses={200: s.CheckDetailOut}
    )
    def post(self, request: Request, presence_id: int) -> Response:
        row = get_object_or_404(_checks(request), pk=presence_id)
        by = viewer_of(request).as_actor(channel="api")
        return Response(s.check_detail(presence.publish(row, by=by), is_open=True))


@requires(Right.SHIFT_SIGN)
class MyPresence(ApiView):
    """What the officer is asked now, for her unit and her station."""

    @extend_schema(operation_id="my_presence", responses={200: s.AnswerOut(many=True)})
    def get(self, request: Request) -> Response:
        who = viewer_of(request)
        rows = presence.asked_of(who) if isinstance(who, Officer) else []
        return Response({"results": [s.answer_row(row) for row in rows]})


@requires(Right.SHIFT_SIGN, Right.SHIFT_SIGN)
class PresenceReply(Idempotent, ApiView):
    """Answer a presence check with the station's code or a position."""

    @extend_schema(operation_id="presence_answer", request=s.AnswerIn, responses={200: s.AnswerOut})
    def post(self, request: Request, answer_id: int) -> Response:
        rows = PresenceAnswer.objects.visible_to(viewer_of(request))
        row = get_object_or_404(rows.select_related("unit", "station", "check_of"), pk=answer_id)
        said = checked(s.AnswerIn, request.data)
        done = presence.answer(row, by=_officer(request), channel="api", **said)
        return Response(s.answer_row(done))


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
class ForceReturns(Idempotent, ApiView):
    """The four totals of a day by agency, summed from the rows; POST counts one again."""

    @extend_schema(
        operation_id="force_returns", parameters=[s.DayQuery], responses={200: s.ForceOut}
    )
    def get(self, request: Request) -> Response:
        day = checked(s.DayQuery, request.query_params).get("day", timezone.localdate())
        rows = force.table(viewer_of(request), day)
        shown = [{k: v for k, v in row.items() if k not in ("cells", "depth")} for row in rows]
        return Response({"day": day.isoformat(), "totals": list(TOTALS), "rows": shown})

    @extend_schema(
        operation_id="force_returns_count", request=s.CountIn, responses={200: s.ForceCountOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CountIn, request.data), viewer_of(request)
        agency = access.agency_of(who, said.pop("agency"))
        row = force.count_day(agency, by=who.as_actor(channel="api"), **said)
        return Response(_force_row(row))


def _force_row(row: ForceReturn) -> dict[str, Any]:
    named = {"agency": row.agency.code, "day": row.day.isoformat(), "level": row.level_id}
    return named | {"planned": row.planned, "actual": row.totals, "version": row.version}


def _officer(request: Request) -> Officer:
    """People sign, not systems."""
    return officer_of(request._request)


def _handovers(request: Request) -> Any:
    rows = Handover.objects.visible_to(viewer_of(request))
    return rows.select_related("shift__agency", "shift__station", "next_shift")


def _checks(request: Request) -> Any:
    rows = PresenceCheck.objects.visible_to(viewer_of(request)).select_related("agency")
    return rows.prefetch_related("answers")
