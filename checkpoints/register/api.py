"""REST of the register of checkpoints."""

from dataclasses import asdict
from typing import Any

from django.http import JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.register import answers as out
from checkpoints.register import needs, selectors, services
from checkpoints.register import serializers as s
from checkpoints.register.figures import build_rates
from checkpoints.register.models import Checkpoint
from checkpoints.register.sheets import TABLE
from grid.frame.sheet_import import take
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

_LAYER = {(200, "application/geo+json"): OpenApiTypes.OBJECT}


def find(request: Request, code: str) -> Checkpoint:
    """The checkpoint in the asker's scope; absent and out of scope are the same 404."""
    return selectors.find_checkpoint(viewer_of(request), code)


def answer(checkpoint: Checkpoint, *, status: int = 200) -> Response:
    """A checkpoint as it is after a write."""
    return Response(out.checkpoint_row(checkpoint), status=status)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointList(Idempotent, ApiView):
    """Checkpoints of the viewer's area, in whatever state; `state=operational` those that work."""

    @extend_schema(
        operation_id="checkpoints_list",
        parameters=[s.CheckpointQuery],
        responses={200: out.CheckpointOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.CheckpointQuery, request.query_params)
        rows = selectors.checkpoints(viewer_of(request), **query).select_related("parent")
        return self.paged(rows, out.checkpoint_row)

    @extend_schema(
        operation_id="checkpoints_create",
        request=s.CheckpointFields,
        responses={201: out.CheckpointOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CheckpointFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        return answer(services.save_checkpoint(None, by=by, viewer=who, **said), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointDetail(Idempotent, ApiView):
    """One checkpoint with its gantries, posts and joint forces."""

    @extend_schema(operation_id="checkpoints_read", responses={200: out.CheckpointDetailOut})
    def get(self, request: Request, checkpoint_code: str) -> Response:
        return Response(out.checkpoint_detail(find(request, checkpoint_code)))

    @extend_schema(
        operation_id="checkpoints_edit",
        request=s.CheckpointChange,
        responses={200: out.CheckpointOut},
    )
    def patch(self, request: Request, checkpoint_code: str) -> Response:
        row, version = find(request, checkpoint_code), expected_version(request)
        said = checked(s.CheckpointChange, request.data) | {"version": version}
        who = viewer_of(request)
        by = who.as_actor(channel="api")
        return answer(services.save_checkpoint(row, by=by, viewer=who, **said))


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointOpenings(Idempotent, ApiView):
    """What a checkpoint works and worked under; a POST opens it or renews."""

    @extend_schema(operation_id="checkpoint_openings", responses={200: out.OpeningOut(many=True)})
    def get(self, request: Request, checkpoint_code: str) -> Response:
        return self.paged(find(request, checkpoint_code).openings.all(), out.opening_row)

    @extend_schema(
        operation_id="checkpoint_open", request=s.OpeningIn, responses={200: out.CheckpointOut}
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, version = find(request, checkpoint_code), expected_version(request)
        said = checked(s.OpeningIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.open_checkpoint(row, by=by, **said))


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
class CheckpointClose(Idempotent, ApiView):
    """Takes a checkpoint out of service."""

    @extend_schema(
        operation_id="checkpoint_close", request=s.ClosingIn, responses={200: out.CheckpointOut}
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, version = find(request, checkpoint_code), expected_version(request)
        said = checked(s.ClosingIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.close_checkpoint(row, by=by, **said))


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
class CheckpointMoves(Idempotent, ApiView):
    """Where a mobile checkpoint stood and what for; a POST moves it."""

    @extend_schema(
        operation_id="checkpoint_moves", responses={200: out.CheckpointMoveOut(many=True)}
    )
    def get(self, request: Request, checkpoint_code: str) -> Response:
        return self.paged(find(request, checkpoint_code).moves.all(), out.move_row)

    @extend_schema(
        operation_id="checkpoint_move",
        request=s.CheckpointMoveIn,
        responses={200: out.CheckpointOut},
    )
    def post(self, request: Request, checkpoint_code: str) -> Response:
        row, version = find(request, checkpoint_code), expected_version(request)
        said = checked(s.CheckpointMoveIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.move_checkpoint(row, by=by, **said))


@requires(Right.CHECKPOINT_READ)
class CheckpointNeeds(ApiView):
    """What a checkpoint must have at a duty level, what it has, and what is short."""

    @extend_schema(
        operation_id="checkpoint_needs", parameters=[s.LevelQuery], responses={200: out.NeedsOut}
    )
    def get(self, request: Request, checkpoint_code: str) -> Response:
        row = find(request, checkpoint_code)
        level = checked(s.LevelQuery, request.query_params)["level"]
        told: dict[str, Any] = {"level": level, **asdict(needs.required(row, level))}
        told |= {"present": needs.present(row), "shortages": needs.shortages(row, level)}
        return Response(told)


@requires(Right.CHECKPOINT_READ)
class CheckpointMap(ApiView):
    """Checkpoints in service as GeoJSON; `bbox` keeps it to the map in sight."""

    @extend_schema(operation_id="checkpoint_map", parameters=[s.MapQuery], responses=_LAYER)
    def get(self, request: Request) -> JsonResponse:
        query = checked(s.MapQuery, request.query_params)
        bbox = query.pop("bbox", None)
        rows = selectors.checkpoints(viewer_of(request), **{"state": "operational"} | query)
        rows = selectors.within(rows, bbox) if bbox else rows
        features = [out.feature(row) for row in rows[: selectors.MOST_ON_MAP]]
        layer = {"type": "FeatureCollection", "features": features}
        return JsonResponse(layer, content_type="application/geo+json")


@requires(Right.CHECKPOINT_READ)
class RingMap(ApiView):
    """The rings of the defence lines as GeoJSON, each with the checkpoints inside it."""

    @extend_schema(operation_id="defence_ring_map", responses=_LAYER)
    def get(self, request: Request) -> JsonResponse:
        features = [
            out.ring_feature(ring, inside) for ring, inside in selectors.ringed(viewer_of(request))
        ]
        layer = {"type": "FeatureCollection", "features": features}
        return JsonResponse(layer, content_type="application/geo+json")


@requires(Right.CHECKPOINT_READ)
class BuildRates(ApiView):
    """Planned and built by grade, kind and line; the rate is computed, never kept."""

    @extend_schema(
        operation_id="checkpoint_build_rate", responses={200: out.BuildRateOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        rows = build_rates(selectors.checkpoints(viewer_of(request)))
        return Response([out.build_rate_row(row) for row in rows])


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
class SheetImport(Idempotent, ApiView):
    """A CSV file of checkpoints: checked whole, every bad row named, upsert by code."""

    @extend_schema(operation_id="checkpoint_import", request=SheetIn, responses={200: SheetOut})
    def post(self, request: Request) -> Response:
        said, who = checked(SheetIn, request.data), viewer_of(request)
        by = who.as_actor(channel="import")
        return Response(take(TABLE, said.pop("csv"), by=by, viewer=who, **said).as_row())
