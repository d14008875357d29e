"""REST of programmes, their items and score sheets."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.programmes import selectors, services, shapes
from grid.service.programmes import serializers as given
from grid.service.programmes.asking import row_of
from grid.service.programmes.models import Programme


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Programmes(Idempotent, ApiView):
    """Programmes of work."""

    @extend_schema(
        operation_id="programmes_list",
        parameters=[given.ProgrammeQuery],
        responses={200: shapes.ProgrammeOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.ProgrammeQuery, request.query_params)
        return self.paged(selectors.programmes(viewer_of(request), **query), shapes.programme_row)

    @extend_schema(
        operation_id="programmes_create",
        request=given.ProgrammeFields,
        responses={201: shapes.ProgrammeOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.ProgrammeFields, request.data)
        row = services.save_programme(None, by=actor_of(request), viewer=viewer_of(request), **said)
        return Response(shapes.programme_row(row), status=201)


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class ProgrammeOne(Idempotent, ApiView):
    """One programme."""

    @extend_schema(operation_id="programmes_read", responses={200: shapes.ProgrammeOut})
    def get(self, request: Request, programme_id: int) -> Response:
        row = selectors.find_programme(viewer_of(request), programme_id)
        return Response(shapes.programme_row(row))

    @extend_schema(
        operation_id="programmes_change",
        request=given.ProgrammeChange,
        responses={200: shapes.ProgrammeOut},
    )
    def patch(self, request: Request, programme_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_programme(viewer, programme_id), expected_version(request)
        said = checked(given.ProgrammeChange, request.data) | {"version": version}
        saved = services.save_programme(row, by=actor_of(request), viewer=viewer, **said)
        return Response(shapes.programme_row(saved))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Items(Idempotent, ApiView):
    """Items of programmes."""

    @extend_schema(
        operation_id="programme_items_list",
        parameters=[given.ProgrammeItemQuery],
        responses={200: shapes.ProgrammeItemOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.ProgrammeItemQuery, request.query_params)
        return self.paged(selectors.items(viewer_of(request), **query), shapes.item_row)

    @extend_schema(
        operation_id="programme_items_create",
        request=given.ProgrammeItemFields,
        responses={201: shapes.ProgrammeItemOut},
    )
    def post(self, request: Request) -> Response:
        said, viewer = checked(given.ProgrammeItemFields, request.data), viewer_of(request)
        rows = Programme.objects.visible_to(viewer)
        programme = row_of(rows, "programme", said.pop("programme"))
        row = services.add_item(programme, by=viewer, **said)
        return Response(shapes.item_row(row), status=201)


@requires(Right.SERVICE_READ)
class ItemOne(ApiView):
    """One item."""

    @extend_schema(operation_id="programme_items_read", responses={200: shapes.ProgrammeItemOut})
    def get(self, request: Request, programme_item_id: int) -> Response:
        return Response(shapes.item_row(selectors.find_item(viewer_of(request), programme_item_id)))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class ItemProgress(Idempotent, ApiView):
    """How far it is."""

    @extend_schema(
        operation_id="programme_items_progress",
        request=given.ProgressFields,
        responses={200: shapes.ProgrammeItemOut},
    )
    def post(self, request: Request, programme_item_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_item(viewer, programme_item_id), expected_version(request)
        said = checked(given.ProgressFields, request.data) | {"version": version}
        return Response(shapes.item_row(services.report_progress(row, by=viewer, **said)))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class ItemFinish(Idempotent, ApiView):
    """It is done."""

    @extend_schema(
        operation_id="programme_items_finish",
        request=given.ProgrammeOutcome,
        responses={200: shapes.ProgrammeItemOut},
    )
    def post(self, request: Request, programme_item_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_item(viewer, programme_item_id), expected_version(request)
        said = checked(given.ProgrammeOutcome, request.data) | {"version": version}
        return Response(shapes.item_row(services.finish_item(row, by=viewer, **said)))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class ItemDrop(Idempotent, ApiView):
    """It need not be done any more."""

    @extend_schema(
        operation_id="programme_items_drop",
        request=given.ProgrammeReason,
        responses={200: shapes.ProgrammeItemOut},
    )
    def post(self, request: Request, programme_item_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_item(viewer, programme_item_id), expected_version(request)
        said = checked(given.ProgrammeReason, request.data) | {"version": version}
        return Response(shapes.item_row(services.drop_item(row, by=viewer, **said)))


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class Sheets(Idempotent, ApiView):
    """Score sheets of agencies; a veto overrides the sum."""

    @extend_schema(
        operation_id="score_sheets_list",
        parameters=[given.ScoreQuery],
        responses={200: shapes.ScoreSheetOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.ScoreQuery, request.query_params)
        return self.paged(selectors.sheets(viewer_of(request), **query), shapes.sheet_row)

    @extend_schema(
        operation_id="score_sheets_fill",
        request=given.ScoreFields,
        responses={201: shapes.ScoreSheetOut},
    )
    def post(self, request: Request) -> Response:
        said, viewer = checked(given.ScoreFields, request.data), viewer_of(request)
        rows = Programme.objects.visible_to(viewer)
        programme = row_of(rows, "programme", said.pop("programme"))
        marks = [services.Mark(**mark) for mark in said.pop("marks")]
        row = services.score(programme, by=viewer, marks=marks, **said)
        return Response(shapes.sheet_row(row), status=201)
