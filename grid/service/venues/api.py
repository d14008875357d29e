"""REST of venues, checklists, inspections and what the venues' own systems send."""

from datetime import date
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.photos import MOST_BYTES, PhotoParser, photo_answer, picture_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.scope import Viewer
from grid.service.days import month_of
from grid.service.venues import figures, selectors, services, shapes
from grid.service.venues import serializers as given
from grid.service.venues.models import ChecklistItem, Venue
from grid.service.venues.rulebook import checklists_above


def venue_of(viewer: Viewer, said: dict[str, Any]) -> Venue:
    """The venue a body names by its id; raises InvalidInput where it is not in scope."""
    found = Venue.objects.visible_to(viewer).filter(pk=said["venue"], is_active=True)
    venue = found.select_related("agency", "cell", "kind").defer("cell__outline").first()
    if venue is None:
        refuse([fault("venue", "unknown", _("There is no such venue in your area."))])
        raise AssertionError
    return venue


@requires(Right.SERVICE_READ, Right.VENUE_MANAGE)
class Venues(Idempotent, ApiView):
    """The register of venues."""

    @extend_schema(
        operation_id="venues_list",
        parameters=[given.VenueQuery],
        responses={200: shapes.VenueOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.VenueQuery, request.query_params)
        return self.paged(selectors.venues(viewer_of(request), **query), shapes.venue_row)

    @extend_schema(
        operation_id="venues_create", request=given.VenueNew, responses={201: shapes.VenueOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(given.VenueNew, request.data)
        row = services.save_venue(None, by=actor_of(request), viewer=viewer_of(request), **said)
        return Response(shapes.venue_row(row), status=201)


@requires(Right.SERVICE_READ, Right.VENUE_MANAGE)
class VenueOne(Idempotent, ApiView):
    """One venue."""

    @extend_schema(operation_id="venues_read", responses={200: shapes.VenueOut})
    def get(self, request: Request, venue_id: int) -> Response:
        return Response(shapes.venue_row(selectors.find_venue(viewer_of(request), venue_id)))

    @extend_schema(
        operation_id="venues_change", request=given.VenueChange, responses={200: shapes.VenueOut}
    )
    def patch(self, request: Request, venue_id: int) -> Response:
        viewer = viewer_of(request)
        row, version = selectors.find_venue(viewer, venue_id), expected_version(request)
        said = checked(given.VenueChange, request.data) | {"version": version}
        saved = services.save_venue(row, by=actor_of(request), viewer=viewer, **said)
        return Response(shapes.venue_row(saved))


@requires(Right.SERVICE_READ)
class Checklists(ApiView):
    """The checklists in force today for the viewer's agency, with their lines."""

    @extend_schema(
        operation_id="venue_checklists_list", responses={200: shapes.VenueChecklistOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        rows = checklists_above(viewer_of(request).agency_path)
        return self.paged(rows, shapes.checklist_row)


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class Inspections(Idempotent, ApiView):
    """Inspections of venues."""

    @extend_schema(
        operation_id="venue_inspections_list",
        parameters=[given.VenueInspectionQuery],
        responses={200: shapes.VenueInspectionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.VenueInspectionQuery, request.query_params)
        rows = selectors.inspections(viewer_of(request), **query)
        return self.paged(rows, shapes.inspection_row)

    @extend_schema(
        operation_id="venue_inspections_create",
        request=given.VenueInspectionFields,
        responses={201: shapes.VenueInspectionDetailOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.VenueInspectionFields, request.data)
        venue = venue_of(viewer_of(request), said)
        answers = [services.Answer(**row) for row in said.pop("answers")]
        said.pop("venue")
        made = services.inspect(venue, by=officer_of(request), answers=answers, **said)
        return Response(shapes.inspection_detail(made), status=201)


@requires(Right.SERVICE_READ)
class InspectionOne(ApiView):
    """One inspection with its answers."""

    @extend_schema(
        operation_id="venue_inspections_read", responses={200: shapes.VenueInspectionDetailOut}
    )
    def get(self, request: Request, inspection_id: int) -> Response:
        row = selectors.find_inspection(viewer_of(request), inspection_id)
        return Response(shapes.inspection_detail(row))


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class InspectionPhotos(Idempotent, ApiView):
    """Photographs of an inspection: the body is one picture, cleaned before it is kept."""

    is_sealed: ClassVar[bool] = True
    max_body_bytes: ClassVar[int] = MOST_BYTES
    parser_classes = (PhotoParser,)

    @extend_schema(
        operation_id="venue_inspection_photos_create",
        parameters=[given.VenuePhotoQuery],
        request={"image/jpeg": bytes},
        responses={201: shapes.VenuePhotoOut},
    )
    def post(self, request: Request, inspection_id: int) -> Response:
        row = selectors.find_inspection(viewer_of(request), inspection_id)
        query = checked(given.VenuePhotoQuery, request.query_params)
        item = _item(row.checklist_id, query.get("item"))
        made = services.keep_photo(
            row,
            by=actor_of(request),
            file=picture_of(request),
            taken_at=query["taken_at"],
            item=item,
        )
        return Response(shapes.photo_row(made), status=201)


def _item(checklist_id: int, item_id: int | None) -> ChecklistItem | None:
    """The line of the checklist that was named; raises InvalidInput for another's."""
    if item_id is None:
        return None
    item = ChecklistItem.objects.filter(checklist=checklist_id, pk=item_id).first()
    if item is None:
        refuse([fault("item", "unknown", _("This line is not on the checklist."))])
    return item


@requires(Right.SERVICE_READ)
class Photo(ApiView):
    """One photograph, as a file to download."""

    @extend_schema(operation_id="venue_photos_read", responses={(200, "image/jpeg"): bytes})
    def get(self, request: Request, venue_photo_id: int) -> HttpResponse:
        row = selectors.find_photo(viewer_of(request), venue_photo_id)
        return photo_answer(f"photo-{row.pk}.jpg", bytes(row.picture))


@requires(Right.SERVICE_READ, Right.FEED_SEND)
class Feeds(Idempotent, ApiView):
    """When venues' own systems were last heard."""

    @extend_schema(
        operation_id="venue_feeds_list",
        parameters=[given.VenueQuery],
        responses={200: shapes.VenueOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.VenueQuery, request.query_params)
        rows = selectors.venues(viewer_of(request), **query).filter(feed__isnull=False)
        return self.paged(rows, shapes.venue_row)

    @extend_schema(
        operation_id="venue_feeds_send",
        request=given.FeedBatch,
        responses={200: shapes.FeedsHeardOut},
    )
    def post(self, request: Request) -> Response:
        signs = checked(given.FeedBatch, request.data)["signs"]
        heard = services.hear(signs, by=viewer_of(request), viewer=viewer_of(request))
        return Response({"taken": heard.taken, "unknown": heard.unknown})


@requires(Right.FEED_SEND, Right.FEED_SEND)
class Alarms(Idempotent, ApiView):
    """Alarms of venues' own systems, each a hazard."""

    @extend_schema(
        operation_id="venue_alarms_send",
        request=given.VenueAlarmFields,
        responses={201: shapes.VenueAlarmOut},
    )
    def post(self, request: Request) -> Response:
        said, viewer = checked(given.VenueAlarmFields, request.data), viewer_of(request)
        code = said.pop("venue")
        found = Venue.objects.visible_to(viewer).filter(code=code, is_active=True)
        venue = found.select_related("agency", "cell").defer("cell__outline").first()
        if venue is None:
            refuse([fault("venue", "unknown", _("There is no such venue in your area."))])
            raise AssertionError
        made = services.take_alarm(venue, by=viewer, **said)
        return Response(shapes.alarm_row(made), status=201)


@requires(Right.SERVICE_READ)
class Figures(ApiView):
    """What was inspected, found and removed in a period of local days."""

    @extend_schema(
        operation_id="hazard_figures",
        parameters=[given.HazardFigureQuery],
        responses={200: shapes.HazardFiguresOut},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.HazardFigureQuery, request.query_params)
        first, last = period_of(query)
        lines, total = figures.period(viewer_of(request), first, last, query["by"])
        rows = [line.as_row() for line in lines]
        told = {"first": first, "last": last, "by": query["by"]}
        return Response(told | {"rows": rows, "total": total.as_row()})


def period_of(query: dict[str, Any]) -> tuple[date, date]:
    """The asked local days; of this month until today, if nothing is said."""
    last: date = query.get("last") or timezone.localdate()
    first: date = query.get("first") or min(month_of(timezone.localdate())[0], last)
    return first, max(first, last)
