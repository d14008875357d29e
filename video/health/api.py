"""REST of signs: sweeps, catalogue events, heartbeats; and of the states they lead to."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Agency
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.raw import RawJSON
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.health import rows as out
from video.health import selectors, services
from video.health import serializers as s
from video.health.bodies import SWEEP_SCHEMA, read_sweep
from video.health.limits import nearest_rule, rules_in_force
from video.health.models import SignRule
from video.health.services.sign_rules import NUMBERS
from video.register.models import Platform
from video.register.selectors import find_camera

SPANS = 50


@requires(Right.CAMERA_SIGN, Right.CAMERA_SIGN)
class CameraSweeps(Idempotent, ApiView):
    """What a sender found at every camera, or what changed since its last sweep."""

    max_body_bytes: ClassVar[int] = 4 << 20  # 60,000 ids with their quotes
    parser_classes = (RawJSON,)
    is_sealed: ClassVar[bool] = True  # the fingerprint is of the bytes, not of 60,000 texts

    @extend_schema(
        operation_id="camera_sweeps_take",
        request={"application/json": SWEEP_SCHEMA},
        responses={200: s.SignsTakenOut},
    )
    def post(self, request: Request) -> Response:
        body, signs = read_sweep(request.data if isinstance(request.data, bytes) else b"")
        said: Any = {"whole": body.whole, "at": body.at, "source": body.source}
        platform = _platform(request, body.platform)
        by = viewer_of(request).as_actor(channel="api")
        taken = services.take_sweep(by=by, signs=signs, platform=platform, **said)
        return Response(s.SignsTakenOut(taken).data)


@requires(Right.CAMERA_SIGN, Right.CAMERA_SIGN)
class CameraEvents(Idempotent, ApiView):
    """Catalogue events of cameras, recorders and platforms as they happen."""

    @extend_schema(
        operation_id="camera_events_take", request=s.EventsIn, responses={200: s.SignsTakenOut}
    )
    def post(self, request: Request) -> Response:
        now, rows = timezone.now(), checked(s.EventsIn, request.data)["events"]
        events = [services.Event(row["gb_id"], row["event"], row.get("at", now)) for row in rows]
        by = viewer_of(request).as_actor(channel="api")
        return Response(s.SignsTakenOut(services.take_events(by=by, events=events)).data)


@requires(Right.CAMERA_SIGN, Right.CAMERA_SIGN)
class PlatformHeartbeats(Idempotent, ApiView):
    """What platforms and recorders say of themselves."""

    @extend_schema(
        operation_id="platform_heartbeats_take", request=s.BeatsIn, responses={200: s.SignsTakenOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.BeatsIn, request.data)
        beats = {row["platform"]: row["online"] for row in said["beats"]}
        by = viewer_of(request).as_actor(channel="api")
        return Response(
            s.SignsTakenOut(services.take_heartbeats(by=by, beats=beats, at=said["at"])).data
        )


@requires(Right.CAMERA_READ)
class PlatformStates(ApiView):
    """Platforms of the viewer's area with their state and their own cameras online."""

    @extend_schema(
        operation_id="platform_states_list",
        parameters=[s.PlatformStateQuery],
        responses={200: s.PlatformStateOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.PlatformStateQuery, request.query_params)
        return self.paged(selectors.platform_states(viewer_of(request), **query), out.platform_row)


@requires(Right.CAMERA_READ)
class CameraState(ApiView):
    """Was it online at that moment (`at`, default now)? With the last 50 intervals."""

    @extend_schema(
        operation_id="camera_state", parameters=[s.MomentQuery], responses={200: s.CameraStateOut}
    )
    def get(self, request: Request, camera_code: str) -> Response:
        camera = find_camera(viewer_of(request), camera_code)
        at = checked(s.MomentQuery, request.query_params).get("at", timezone.now())
        status = getattr(camera, "status", None)
        told = {
            "camera": camera.code,
            "at": at,
            "state": selectors.state_of(camera, at),
            "is_excluded": selectors.excluded(at).filter(camera=camera).exists(),
            "heard_at": status.heard_at if status else None,
            "source_of_sign": status.source if status else "",
            "spans": camera.spans.all()[:SPANS],
        }
        return Response(s.CameraStateOut(told).data)


@requires(Right.CAMERA_READ, Right.RATE_MANAGE)
class SignRules(Idempotent, ApiView):
    """How long a sign of each source holds; a POST lets other ages hold from a day on."""

    @extend_schema(operation_id="sign_rules_list", responses={200: s.SignRuleOut(many=True)})
    def get(self, request: Request) -> Response:
        seen = Agency.objects.visible_to(viewer_of(request))
        rows = SignRule.objects.filter(agency__in=seen) | SignRule.objects.filter(agency=None)
        return self.paged(rows.select_related("agency"), out.rule_row)

    @extend_schema(
        operation_id="sign_rules_change", request=s.SignRuleIn, responses={201: s.SignRuleOut}
    )
    def post(self, request: Request) -> Response:
        who, said = viewer_of(request), checked(s.SignRuleIn, request.data)
        held = nearest_rule(rules_in_force(said["valid_from"]), who.agency_path)
        version = expected_version(request, required=False) or held.version
        numbers = {name: said[name] for name in NUMBERS}
        by, day = who.as_actor(channel="api"), said["valid_from"]
        row = services.change_sign_rule(
            who.agency, by=by, valid_from=day, numbers=numbers, version=version
        )
        return Response(out.rule_row(row), status=201)


def _platform(request: Request, code: str) -> Platform | None:
    """The platform a changed-only sweep watches, in the sender's scope."""
    if not code:
        return None
    found = Platform.objects.visible_to(viewer_of(request)).filter(code=code).first()
    if found is None:
        refuse([fault("platform", "unknown", _("There is no such platform in your scope."))])
    return found
