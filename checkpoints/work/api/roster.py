"""REST of the roster: who is to stand where, who came, what nobody covers, handing over."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.work import selectors, services, shapes
from checkpoints.work import serializers as given
from checkpoints.work.api.asking import (
    agency_by,
    by_of,
    checkpoint_of,
    officer_by,
    person,
    version_of,
)
from checkpoints.work.models import PostShift
from checkpoints.work.rulebook import Rulebook
from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class PostShifts(Idempotent, ApiView):
    """The roster, with who came."""

    @extend_schema(
        operation_id="post_shifts_list",
        parameters=[given.PostShiftQuery],
        responses={200: shapes.PostShiftOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.PostShiftQuery, request.query_params)
        book, now = Rulebook(), timezone.now()
        rows = selectors.post_shifts(viewer_of(request), **query)
        return self.paged(rows, lambda row: shapes.shift_row(row, book, now))

    @extend_schema(
        operation_id="post_shifts_create",
        request=given.PostShiftFields,
        responses={201: shapes.PostShiftOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.PostShiftFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        badge, agency = said.pop("badge"), said.pop("agency", "")
        said["officer"] = officer_by(badge, "badge") if badge else None
        said["agency"] = agency_by(agency) if agency else None
        row = services.roster(checkpoint, by=by_of(request), **said)
        return Response(_shown(row), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class PostShiftStrike(Idempotent, ApiView):
    """Take somebody off the roster."""

    @extend_schema(
        operation_id="post_shifts_strike",
        request=given.ReasonFields,
        responses={200: shapes.PostShiftOut},
    )
    def post(self, request: Request, post_shift_id: int) -> Response:
        row, version = shift_of(request, post_shift_id), version_of(expected_version(request))
        reason = checked(given.ReasonFields, request.data)["reason"]
        struck = services.strike_shift(row, by=by_of(request), version=version, reason=reason)
        return Response(_shown(struck))


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class PostShiftCome(Idempotent, ApiView):
    """Come on duty; for oneself, or for somebody without an account of the same checkpoint."""

    @extend_schema(
        operation_id="post_shifts_come",
        request=given.CheckworkVersionFields,
        responses={200: shapes.PostShiftOut},
    )
    def post(self, request: Request, post_shift_id: int) -> Response:
        row = own_shift(request, post_shift_id)
        version = expected_version(request, required=False)
        return Response(_shown(services.come(row, by=by_of(request), version=version)))


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class PostShiftLeave(Idempotent, ApiView):
    """Go off duty."""

    @extend_schema(
        operation_id="post_shifts_leave",
        request=given.CheckworkVersionFields,
        responses={200: shapes.PostShiftOut},
    )
    def post(self, request: Request, post_shift_id: int) -> Response:
        row = own_shift(request, post_shift_id)
        version = expected_version(request, required=False)
        return Response(_shown(services.leave(row, by=by_of(request), version=version)))


@requires(Right.CHECKPOINT_READ)
class PostHoles(ApiView):
    """Hours of a day in which an agency has nobody at a checkpoint it staffs."""

    @extend_schema(
        operation_id="post_holes_list",
        parameters=[given.DayQuery],
        responses={200: shapes.PostHoleOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.DayQuery, request.query_params)
        places = selectors.staffed(viewer_of(request), query.get("checkpoint", ""))
        rows: Any = selectors.holes(places, query.get("day") or timezone.localdate())
        return self.paged(rows, shapes.hole_row)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Handovers(Idempotent, ApiView):
    """Handing a post over, signed by both."""

    @extend_schema(
        operation_id="post_handovers_list",
        parameters=[given.PlaceQuery],
        responses={200: shapes.PostHandoverOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.PlaceQuery, request.query_params)
        return self.paged(selectors.handovers(viewer_of(request), **query), shapes.handover_row)

    @extend_schema(
        operation_id="post_handovers_give",
        request=given.HandoverFields,
        responses={201: shapes.PostHandoverOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.HandoverFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        given_over = services.give_post(checkpoint, by=person(request), **said)
        return Response(shapes.handover_row(given_over), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class HandoverTake(Idempotent, ApiView):
    """Take a post over."""

    @extend_schema(
        operation_id="post_handovers_take",
        request=given.TakeFields,
        responses={200: shapes.PostHandoverOut},
    )
    def post(self, request: Request, post_handover_id: int) -> Response:
        row = get_object_or_404(selectors.handovers(viewer_of(request)), pk=post_handover_id)
        said = checked(given.TakeFields, request.data)
        said["version"] = expected_version(request, required=False)
        return Response(shapes.handover_row(services.take_post(row, by=person(request), **said)))


def shift_of(request: Any, post_shift_id: int) -> PostShift:
    """One row of the roster in scope, struck ones included."""
    rows = selectors.post_shifts(viewer_of(request), struck=True)
    return get_object_or_404(rows, pk=post_shift_id)


def own_shift(request: Any, post_shift_id: int) -> PostShift:
    """One's own shift, or of somebody who has no account and cannot say it herself."""
    row, viewer = shift_of(request, post_shift_id), viewer_of(request)
    if isinstance(viewer, Officer) and row.officer_id not in (None, viewer.pk):
        raise NotAllowed(_("She says herself when she comes and goes."))
    return row


def _shown(row: PostShift) -> dict[str, Any]:
    return shapes.shift_row(row, Rulebook(), timezone.now())
