"""REST of positions: fixes in, the fleet out, one unit's track against a purpose."""

from datetime import timedelta
from typing import ClassVar

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import InvalidInput
from grid.organisation.viewers import viewer_of
from grid.rest.raw import RawJSON
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from patrol.positions import selectors, services
from patrol.positions.fixes import read_batch
from patrol.positions.limits import limits_of
from patrol.positions.serializers import (
    FIXES_SCHEMA,
    FleetOut,
    FleetQuery,
    TakenOut,
    TrackOut,
    TrackQuery,
    track_row,
)
from patrol.units.models import Unit

FIXES_BODY = {"application/json": FIXES_SCHEMA}


@requires(Right.UNIT_READ, Right.POSITION_SEND)
class PositionList(ApiView):
    """`GET` lists where units are, `POST` takes fixes in."""

    max_body_bytes: ClassVar[int] = 8 << 20  # 20,000 fixes with every member
    parser_classes = (RawJSON,)

    @extend_schema(
        operation_id="positions_list", parameters=[FleetQuery], responses={200: FleetOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        rows = selectors.positions(viewer_of(request), **checked(FleetQuery, request.query_params))
        limits, now = limits_of(viewer_of(request).agency_path), timezone.now()
        return self.paged(rows, lambda row: selectors.fleet_row(row, limits, now))

    @extend_schema(request=FIXES_BODY, responses={200: TakenOut})
    def post(self, request: Request) -> HttpResponse:
        """Each fix by itself: 200 with what became of each, 400 when none could be taken.

        Sending a batch again is harmless by itself, so the Idempotency-Key may be left out.
        """
        raw = request.data if isinstance(request.data, bytes) else b""
        answer = services.take(read_batch(raw), by=viewer_of(request))
        if len(answer["errors"]) == answer["received"]:
            raise InvalidInput(answer["errors"][0]["message"], errors=list(answer["errors"]))
        return HttpResponse(msgspec.json.encode(answer), content_type="application/json")

    post.is_idempotent = True  # type: ignore[attr-defined]  # the newest fix stays the newest


@requires(Right.TRACK_READ)
class Track(ApiView):
    """One unit's track; each reading is written to the access register."""

    @extend_schema(operation_id="units_track", parameters=[TrackQuery], responses={200: TrackOut})
    def get(self, request: Request, call_sign: str) -> Response:
        units = Unit.objects.visible_to(viewer_of(request)).select_related("agency")
        unit = get_object_or_404(units, call_sign=call_sign)
        said = checked(TrackQuery, request.query_params)
        until = said.get("to") or timezone.now()
        since = said.get("from") or until - timedelta(hours=1)
        by = viewer_of(request).as_actor(channel="api")
        fixes = selectors.track(unit, by=by, since=since, until=until, reason=said)
        cut = len(fixes) == selectors.MOST_TRACKED
        body = {"call_sign": call_sign, "since": since, "until": until, "is_cut_short": cut}
        return Response(body | {"fixes": [track_row(fix) for fix in fixes]})
