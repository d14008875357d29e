"""REST of the register of cameras."""

from dataclasses import asdict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.register import answers as out
from video.register import compliance, figures, selectors, services
from video.register import serializers as s
from video.register.models import Camera


def find(request: Request, code: str) -> Camera:
    """The camera in the asker's scope; absent and out of scope are the same 404."""
    return selectors.find_camera(viewer_of(request), code)


def answer(camera: Camera, *, status: int = 200) -> Response:
    """A camera as it is after a write."""
    return Response(out.camera_detail(camera), status=status)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraList(Idempotent, ApiView):
    """Cameras of the viewer's area in whatever state; `standing=true` leaves out removed ones."""

    @extend_schema(
        operation_id="cameras_list",
        parameters=[s.CameraQuery],
        responses={200: out.CameraOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.CameraQuery, request.query_params)
        rows = selectors.cameras(viewer_of(request), **query)
        return self.paged(rows.select_related(*selectors.BESIDE), out.camera_row)

    @extend_schema(
        operation_id="cameras_create",
        request=s.CameraFields,
        responses={201: out.CameraDetailOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.CameraFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        return answer(services.add_camera(by=by, viewer=who, **said), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraDetail(Idempotent, ApiView):
    """One camera's whole file, what it lacks, and the platforms that know it."""

    @extend_schema(operation_id="cameras_read", responses={200: out.CameraDetailOut})
    def get(self, request: Request, camera_code: str) -> Response:
        return answer(find(request, camera_code))

    @extend_schema(
        operation_id="cameras_edit",
        request=s.CameraChange,
        responses={200: out.CameraDetailOut},
    )
    def patch(self, request: Request, camera_code: str) -> Response:
        row, version = find(request, camera_code), expected_version(request)
        said = checked(s.CameraChange, request.data) | {"version": version}
        who = viewer_of(request)
        by = who.as_actor(channel="api")
        return answer(services.change_camera(row, by=by, viewer=who, **said))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class CameraRemoval(Idempotent, ApiView):
    """Takes a camera off its pole; its file stays."""

    @extend_schema(
        operation_id="camera_remove", request=s.RemovalIn, responses={200: out.CameraDetailOut}
    )
    def post(self, request: Request, camera_code: str) -> Response:
        row, version = find(request, camera_code), expected_version(request)
        said = checked(s.RemovalIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.remove_camera(row, by=by, **said))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraFilings(Idempotent, ApiView):
    """What was filed of a camera with the county police; a POST notes a filing."""

    @extend_schema(operation_id="camera_filings", responses={200: out.CameraFilingOut(many=True)})
    def get(self, request: Request, camera_code: str) -> Response:
        return self.paged(find(request, camera_code).filings.all(), out.filing_row)

    @extend_schema(
        operation_id="camera_file", request=s.CameraFilingIn, responses={200: out.CameraDetailOut}
    )
    def post(self, request: Request, camera_code: str) -> Response:
        row, version = find(request, camera_code), expected_version(request)
        said = checked(s.CameraFilingIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.file_camera(row, by=by, **said))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CameraChecks(Idempotent, ApiView):
    """How a camera's file was checked; a POST says it is complete or to be corrected."""

    @extend_schema(operation_id="camera_file_checks", responses={200: out.FileCheckOut(many=True)})
    def get(self, request: Request, camera_code: str) -> Response:
        return self.paged(find(request, camera_code).file_checks.all(), out.check_row)

    @extend_schema(
        operation_id="camera_file_check",
        request=s.FileCheckIn,
        responses={200: out.CameraDetailOut},
    )
    def post(self, request: Request, camera_code: str) -> Response:
        row, version = find(request, camera_code), expected_version(request)
        said = checked(s.FileCheckIn, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return answer(services.check_file(row, by=by, **said))


@requires(Right.CAMERA_READ)
class CameraStock(ApiView):
    """Points and cameras of the viewer's area, by class, and what the law still asks of them."""

    @extend_schema(operation_id="camera_stock", responses={200: out.StockOut})
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        stock = figures.stock(viewer)
        told = asdict(stock) | {"networked_share": stock.networked_share}
        sums = [out.class_sum_row(row) for row in figures.camera_classes_sum(viewer)]
        found = compliance.counts(viewer, timezone.localdate())
        return Response(told | {"classes": sums, "findings": found})


@requires(Right.CAMERA_READ)
class CameraGrowth(ApiView):
    """Cameras by the year they were installed and scrapped."""

    @extend_schema(operation_id="camera_growth", responses={200: out.YearOut(many=True)})
    def get(self, request: Request) -> Response:
        return Response([out.year_row(row) for row in figures.growth(viewer_of(request))])
