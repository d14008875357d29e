"""REST of what cameras hang on: points, platforms, companies, contracts."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.register import answers as out
from video.register import parts, selectors
from video.register import serializers as s


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class PointList(Idempotent, ApiView):
    """Surveillance points of the viewer's area."""

    @extend_schema(
        operation_id="camera_points_list",
        parameters=[s.PartQuery],
        responses={200: out.VideoPointOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.PartQuery, request.query_params)
        return self.paged(selectors.points(viewer_of(request), **query), out.point_row)

    @extend_schema(
        operation_id="camera_points_create",
        request=s.VideoPointFields,
        responses={201: out.VideoPointOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.VideoPointFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = parts.save_point(None, by=by, viewer=who, **said)
        return Response(out.point_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class PointDetail(Idempotent, ApiView):
    """One point."""

    @extend_schema(operation_id="camera_points_read", responses={200: out.VideoPointOut})
    def get(self, request: Request, video_point_code: str) -> Response:
        return Response(out.point_row(selectors.find_point(viewer_of(request), video_point_code)))

    @extend_schema(
        operation_id="camera_points_edit",
        request=s.VideoPointChange,
        responses={200: out.VideoPointOut},
    )
    def patch(self, request: Request, video_point_code: str) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_point(who, video_point_code), expected_version(request)
        said = checked(s.VideoPointChange, request.data) | {"version": version}
        row = parts.save_point(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.point_row(row))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class PlatformList(Idempotent, ApiView):
    """Platforms and recorders of the viewer's area."""

    @extend_schema(
        operation_id="video_platforms_list",
        parameters=[s.PlatformQuery],
        responses={200: out.PlatformOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.PlatformQuery, request.query_params)
        return self.paged(selectors.platforms(viewer_of(request), **query), out.platform_row)

    @extend_schema(
        operation_id="video_platforms_create",
        request=s.PlatformFields,
        responses={201: out.PlatformOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.PlatformFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = parts.save_platform(None, by=by, viewer=who, **said)
        return Response(out.platform_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class PlatformDetail(Idempotent, ApiView):
    """One platform or recorder."""

    @extend_schema(operation_id="video_platforms_read", responses={200: out.PlatformOut})
    def get(self, request: Request, platform_code: str) -> Response:
        return Response(
            out.platform_row(selectors.find_platform(viewer_of(request), platform_code))
        )

    @extend_schema(
        operation_id="video_platforms_edit",
        request=s.PlatformChange,
        responses={200: out.PlatformOut},
    )
    def patch(self, request: Request, platform_code: str) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_platform(who, platform_code), expected_version(request)
        said = checked(s.PlatformChange, request.data) | {"version": version}
        row = parts.save_platform(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.platform_row(row))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CompanyList(Idempotent, ApiView):
    """Owners, builders, operators and contractors of the viewer's area."""

    @extend_schema(
        operation_id="video_companies_list",
        parameters=[s.CompanyQuery],
        responses={200: out.VideoCompanyOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.CompanyQuery, request.query_params)
        return self.paged(selectors.companies(viewer_of(request), **query), out.company_row)

    @extend_schema(
        operation_id="video_companies_create",
        request=s.VideoCompanyFields,
        responses={201: out.VideoCompanyOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.VideoCompanyFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = parts.save_company(None, by=by, viewer=who, **said)
        return Response(out.company_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class CompanyDetail(Idempotent, ApiView):
    """One firm or office."""

    @extend_schema(operation_id="video_companies_read", responses={200: out.VideoCompanyOut})
    def get(self, request: Request, company_code: str) -> Response:
        return Response(out.company_row(selectors.find_company(viewer_of(request), company_code)))

    @extend_schema(
        operation_id="video_companies_edit",
        request=s.VideoCompanyChange,
        responses={200: out.VideoCompanyOut},
    )
    def patch(self, request: Request, company_code: str) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_company(who, company_code), expected_version(request)
        said = checked(s.VideoCompanyChange, request.data) | {"version": version}
        row = parts.save_company(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.company_row(row))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class ContractList(Idempotent, ApiView):
    """Leases, maintenance and building contracts of the area's companies."""

    @extend_schema(
        operation_id="video_contracts_list",
        parameters=[s.ContractQuery],
        responses={200: out.VideoContractOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ContractQuery, request.query_params)
        return self.paged(selectors.contracts(viewer_of(request), **query), out.contract_row)

    @extend_schema(
        operation_id="video_contracts_create",
        request=s.VideoContractFields,
        responses={201: out.VideoContractOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.VideoContractFields, request.data), viewer_of(request)
        by = who.as_actor(channel="api")
        row = parts.save_contract(None, by=by, viewer=who, **said)
        return Response(out.contract_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class ContractDetail(Idempotent, ApiView):
    """One contract."""

    @extend_schema(operation_id="video_contracts_read", responses={200: out.VideoContractOut})
    def get(self, request: Request, video_contract_id: int) -> Response:
        return Response(
            out.contract_row(selectors.find_contract(viewer_of(request), video_contract_id))
        )

    @extend_schema(
        operation_id="video_contracts_edit",
        request=s.VideoContractChange,
        responses={200: out.VideoContractOut},
    )
    def patch(self, request: Request, video_contract_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_contract(who, video_contract_id), expected_version(request)
        said = checked(s.VideoContractChange, request.data) | {"version": version}
        row = parts.save_contract(row, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(out.contract_row(row))
