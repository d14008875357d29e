"""REST of what people do about cameras: exclusions, samples, inspections, faults."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.health import rows as out
from video.health import selectors, services
from video.health import serializers as s
from video.health.models import Exclusion, PictureFault
from video.register.models import Platform
from video.register.selectors import find_camera


def officer(request: Request) -> Officer:
    """The officer who acts; a client system has no badge to sign with."""
    who = viewer_of(request)
    if isinstance(who, Officer):
        return who
    raise NotAllowed(_("An officer does this in person."))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraExclusions(Idempotent, ApiView):
    """Exclusions of the viewer's area; a POST asks for one."""

    @extend_schema(
        operation_id="camera_exclusions_list",
        parameters=[s.ExclusionQuery],
        responses={200: s.ExclusionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ExclusionQuery, request.query_params)
        return self.paged(selectors.exclusions(viewer_of(request), **query), out.exclusion_row)

    @extend_schema(
        operation_id="camera_exclusions_request",
        request=s.ExclusionIn,
        responses={201: s.ExclusionOut},
    )
    def post(self, request: Request) -> Response:
        by, said = officer(request), checked(s.ExclusionIn, request.data)
        span = (said.pop("starts_at"), said.pop("ends_at"))
        target = _target(by, said)
        made = services.request_exclusion(by=by, target=target, span=span, **said)
        return Response(out.exclusion_row(made), status=201)


@requires(Right.CAMERA_READ)
class OneExclusion(ApiView):
    """One exclusion."""

    @extend_schema(operation_id="camera_exclusions_read", responses={200: s.ExclusionOut})
    def get(self, request: Request, exclusion_number: str) -> Response:
        return Response(out.exclusion_row(_exclusion(request, exclusion_number)))


@requires(Right.CAMERA_READ, Right.EXCLUSION_APPROVE)
class ApproveExclusion(Idempotent, ApiView):
    """Let it hold, as another officer than the one who asked."""

    @extend_schema(request=s.DecisionIn, responses={200: s.ExclusionOut})
    def post(self, request: Request, exclusion_number: str) -> Response:
        row, said = _exclusion(request, exclusion_number), _decision(request)
        return Response(
            out.exclusion_row(services.approve_exclusion(row, by=officer(request), **said))
        )


@requires(Right.CAMERA_READ, Right.EXCLUSION_APPROVE)
class RefuseExclusion(Idempotent, ApiView):
    """Not let it hold, with the reason."""

    @extend_schema(request=s.DecisionIn, responses={200: s.ExclusionOut})
    def post(self, request: Request, exclusion_number: str) -> Response:
        row, said = _exclusion(request, exclusion_number), _decision(request)
        return Response(
            out.exclusion_row(services.refuse_exclusion(row, by=officer(request), **said))
        )


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CancelExclusion(Idempotent, ApiView):
    """Take it back before it is decided."""

    @extend_schema(request=s.DecisionIn, responses={200: s.ExclusionOut})
    def post(self, request: Request, exclusion_number: str) -> Response:
        row, version = _exclusion(request, exclusion_number), _decision(request)["version"]
        done = services.cancel_exclusion(row, by=officer(request), version=version)
        return Response(out.exclusion_row(done))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class EndExclusion(Idempotent, ApiView):
    """End it now: the work is done."""

    @extend_schema(request=s.DecisionIn, responses={200: s.ExclusionOut})
    def post(self, request: Request, exclusion_number: str) -> Response:
        row, version = _exclusion(request, exclusion_number), _decision(request)["version"]
        done = services.end_exclusion(row, by=officer(request), version=version)
        return Response(out.exclusion_row(done))


@requires(Right.CAMERA_READ, Right.CAMERA_INSPECT)
class CameraInspections(Idempotent, ApiView):
    """What people saw at cameras; a POST enters one look."""

    @extend_schema(
        operation_id="camera_inspections_list",
        parameters=[s.InspectionQuery],
        responses={200: s.InspectionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.InspectionQuery, request.query_params)
        return self.paged(selectors.inspections(viewer_of(request), **query), out.inspection_row)

    @extend_schema(
        operation_id="camera_inspections_enter",
        request=s.InspectionIn,
        responses={201: s.InspectionOut},
    )
    def post(self, request: Request) -> Response:
        by, said = officer(request), checked(s.InspectionIn, request.data)
        camera, number = find_camera(by, said.pop("camera")), said.pop("sample")
        sample = selectors.find_sample(by, number) if number else None
        row = services.inspect(camera, by=by, finding=finding_of(said), sample=sample)
        return Response(out.inspection_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_INSPECT)
class CameraSamples(Idempotent, ApiView):
    """Random samples; a POST draws one."""

    @extend_schema(
        operation_id="camera_samples_list",
        parameters=[s.SampleQuery],
        responses={200: s.SampleOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.SampleQuery, request.query_params)
        return self.paged(selectors.samples(viewer_of(request), **query), out.sample_row)

    @extend_schema(
        operation_id="camera_samples_draw", request=s.SampleIn, responses={201: s.SampleOut}
    )
    def post(self, request: Request) -> Response:
        by, said = officer(request), checked(s.SampleIn, request.data)
        agency = _agency(by, said.pop("agency")) if "agency" in said else by.agency
        named = [name for name in ("is_public", "camera_class") if name in said]
        only: dict[str, Any] = {name: said.pop(name) for name in named}
        row = services.draw_sample(by=by, agency=agency, only=only, **said)
        return Response(out.sample_row(selectors.find_sample(by, row.number)), status=201)


@requires(Right.CAMERA_READ)
class OneSample(ApiView):
    """One sample with the codes of its cameras in the order they were drawn."""

    @extend_schema(operation_id="camera_samples_read", responses={200: s.SampleDetailOut})
    def get(self, request: Request, sample_number: str) -> Response:
        row = selectors.find_sample(viewer_of(request), sample_number)
        codes = row.inspections.order_by("place_in_sample").values_list("camera__code", flat=True)
        return Response(out.sample_row(row) | {"cameras": list(codes)})


@requires(Right.CAMERA_READ, Right.CAMERA_INSPECT)
class PictureFaults(Idempotent, ApiView):
    """Faults of pictures not yet cleared; a POST enters one."""

    @extend_schema(
        operation_id="picture_faults_list",
        parameters=[s.FaultQuery],
        responses={200: s.FaultOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.FaultQuery, request.query_params)
        return self.paged(selectors.current_faults(viewer_of(request), **query), out.fault_row)

    @extend_schema(
        operation_id="picture_faults_enter", request=s.FaultIn, responses={201: s.FaultOut}
    )
    def post(self, request: Request) -> Response:
        by, said = officer(request), checked(s.FaultIn, request.data)
        camera = find_camera(by, said.pop("camera"))
        said["inspector"] = by.badge_number
        row = services.open_fault(camera, by=by.as_actor(channel="api"), **said)
        return Response(out.fault_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_INSPECT)
class ClearFault(Idempotent, ApiView):
    """The picture is in order again."""

    @extend_schema(request=s.DecisionIn, responses={200: s.FaultOut})
    def post(self, request: Request, picture_fault_id: int) -> Response:
        by = officer(request)
        row = PictureFault.objects.visible_to(by).filter(pk=picture_fault_id).first()
        if row is None:
            raise Http404
        told: Any = {"cleared_by": by.badge_number, "version": _decision(request)["version"]}
        return Response(out.fault_row(services.clear_fault(row, by=by.as_actor(), **told)))


def finding_of(said: dict[str, Any]) -> services.Finding:
    """What was said of one look; a place needs both its numbers."""
    lng, lat = said.pop("lng", None), said.pop("lat", None)
    if (lng is None) != (lat is None):
        refuse([fault("lng", "incomplete", _("A place has a longitude and a latitude."))])
    seen_at = None if lng is None or lat is None else (lng, lat)
    return services.Finding(seen_at=seen_at, **said)


def _exclusion(request: Request, number: str) -> Exclusion:
    return selectors.find_exclusion(viewer_of(request), number)


def _decision(request: Request) -> dict[str, Any]:
    said = checked(s.DecisionIn, request.data)
    return said | {"version": expected_version(request, required=False)}


def _target(by: Officer, said: dict[str, Any]) -> services.Target:
    """The one thing that is named; raises InvalidInput for none, several or an unknown one."""
    named = [name for name in ("cameras", "platform", "agency") if said.get(name)]
    if len(named) != 1:
        refuse([fault("cameras", "one_of", _("Name cameras, a platform or an agency: one."))])
    told = {name: said.pop(name, None) for name in ("cameras", "platform", "agency")}
    if named == ["cameras"]:
        return services.Target(cameras=told["cameras"])
    if named == ["agency"]:
        return services.Target(agency=_agency(by, told["agency"]))
    platform = Platform.objects.visible_to(by).filter(code=told["platform"]).first()
    if platform is None:
        refuse([fault("platform", "unknown", _("There is no such platform in your scope."))])
    return services.Target(platform=platform)


def _agency(by: Officer, code: str) -> Agency:
    found = Agency.objects.visible_to(by).filter(code=code, is_active=True).first()
    if found is None:
        refuse([fault("agency", "unknown", _("There is no such agency in your scope."))])
    return found or by.agency
