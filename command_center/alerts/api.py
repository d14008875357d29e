"""REST of the alerts: the drawer's list, the answers to an alert, help and alarm buttons, CAP."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.alerts import cap, distress, selectors, services
from command_center.alerts.models import Alert
from command_center.alerts.serializers import (
    AcknowledgeGroupIn,
    AlertOut,
    AlertQuery,
    ButtonIn,
    GroupOut,
    HelpIn,
    RateOut,
    ResolveIn,
    ShelveIn,
)
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest import Pages
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires

CAP_TYPE: Final = "application/cap+xml"
ATOM_TYPE: Final = "application/atom+xml"
FEED_LENGTH: Final = 200


def _name_of(request: Request) -> str:
    user = viewer_of(request)
    return user.badge_number if isinstance(user, Officer) else user.name


@requires(Right.ALERT_READ)
class AlertList(ApiView):
    """Alerts in the viewer's scope, most urgent first."""

    @extend_schema(
        operation_id="alerts_list",
        parameters=[AlertQuery],
        responses={200: AlertOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(AlertQuery, request.query_params)
        rows = selectors.filtered(viewer_of(request), **query)
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response([selectors.brief(alert) for alert in page])


@requires(Right.ALERT_READ)
class AlertDetail(ApiView):
    """One alert."""

    @extend_schema(responses={200: AlertOut})
    def get(self, request: Request, alert_id: int) -> Response:
        return Response(selectors.brief(_alert(request, alert_id)))


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
class Acknowledge(Idempotent, ApiView):
    """Take an alert; 409 says who was first, and when."""

    @extend_schema(request=None, responses={200: AlertOut})
    def post(self, request: Request, alert_id: int) -> Response:
        alert = services.acknowledge(_alert(request, alert_id), by=actor_of(request))
        return Response(selectors.brief(alert))


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
class AcknowledgeGroup(Idempotent, ApiView):
    """Take several medium and low alerts at once; answers those that were still to be had."""

    @extend_schema(
        operation_id="alerts_acknowledge_group",
        request=AcknowledgeGroupIn,
        responses={200: AlertOut(many=True)},
    )
    def post(self, request: Request) -> Response:
        ids = checked(AcknowledgeGroupIn, request.data)["ids"]
        alerts = list(selectors.alerts(viewer_of(request)).filter(pk__in=ids))
        taken = services.acknowledge_group(alerts, by=actor_of(request))
        return Response([selectors.brief(alert) for alert in taken])


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
class Shelve(Idempotent, ApiView):
    """Put an alert aside for at most 30 minutes, with a reason."""

    @extend_schema(request=ShelveIn, responses={200: AlertOut})
    def post(self, request: Request, alert_id: int) -> Response:
        body = checked(ShelveIn, request.data)
        alert = _alert(request, alert_id)
        return Response(selectors.brief(services.shelve(alert, by=actor_of(request), **body)))


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
class Resolve(Idempotent, ApiView):
    """Close an alert with what came of it."""

    @extend_schema(request=ResolveIn, responses={200: AlertOut})
    def post(self, request: Request, alert_id: int) -> Response:
        body = checked(ResolveIn, request.data)
        alert = _alert(request, alert_id)
        return Response(selectors.brief(services.resolve(alert, by=actor_of(request), **body)))


@requires(Right.ALERT_READ)
class Groups(ApiView):
    """Unresolved alerts below P1, gathered by kind and agency for a flood."""

    @extend_schema(operation_id="alert_groups", responses={200: GroupOut(many=True)})
    def get(self, request: Request) -> Response:
        return Response(selectors.groups(viewer_of(request)))


@requires(Right.ALERT_READ)
class Rate(ApiView):
    """How many alerts the last ten minutes brought, against the flood limit."""

    @extend_schema(operation_id="alert_rate", responses={200: RateOut})
    def get(self, request: Request) -> Response:
        return Response(selectors.rate(viewer_of(request), now=timezone.now()))


@requires(Right.HELP_CALL, Right.HELP_CALL)
class Help(Idempotent, ApiView):
    """An officer's one-key call for help, and what has become of it."""

    @extend_schema(
        operation_id="help_list",
        description="The caller's own calls of the last twelve hours, newest first.",
        responses={200: AlertOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Who acknowledged: the caller may hold no right to read the alerts themselves."""
        calls = selectors.help_calls(viewer_of(request), badge_number=_name_of(request))
        return self.paged(calls, selectors.brief)

    @extend_schema(
        methods=["POST"],
        request=HelpIn,
        responses={201: AlertOut},
    )
    def post(self, request: Request) -> Response:
        body = checked(HelpIn, request.data)
        at = distress.Whereabouts(lng=body.pop("lng", None), lat=body.pop("lat", None))
        badge = _name_of(request)
        alert = distress.call_for_help(actor_of(request), badge_number=badge, at=at, **body)
        return Response(selectors.brief(alert), status=201)


@requires(Right.HELP_CALL, Right.HELP_CALL)
class Button(Idempotent, ApiView):
    """An alarm pole or one-key alarm was pressed; answers the alert it raised."""

    @extend_schema(
        methods=["POST"],
        request=ButtonIn,
        responses={201: AlertOut},
    )
    def post(self, request: Request) -> Response:
        body = checked(ButtonIn, request.data)
        at = distress.Whereabouts(lng=body.pop("lng", None), lat=body.pop("lat", None))
        body.setdefault("pressed_at", timezone.now())
        alert = distress.press_button(actor_of(request), at=at, **body)
        return Response(selectors.brief(alert), status=201)


class _AnyFormat(BaseContentNegotiation):
    """A feed has one format, whatever the Accept header asks for; errors stay JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


@requires(Right.ALERT_READ)
class CapFeed(ApiView):
    """The latest 200 alerts as an Atom feed of CAP 1.2 documents."""

    content_negotiation_class = _AnyFormat

    @extend_schema(
        operation_id="cap_feed",
        responses={
            (200, ATOM_TYPE): OpenApiResponse(OpenApiTypes.STR),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        rows = list(selectors.alerts(viewer_of(request)).order_by("-last_at")[:FEED_LENGTH])
        url = request.build_absolute_uri()
        one = request.build_absolute_uri(reverse("api_cap_document", args=[0]))
        updated = max((alert.last_at for alert in rows), default=timezone.now())
        body = cap.feed(rows, url=url, documents=one.replace("/0/", "/{id}/"), updated=updated)
        return HttpResponse(body, content_type=ATOM_TYPE)


@requires(Right.ALERT_READ)
class CapDocument(ApiView):
    """One alert as a CAP 1.2 document."""

    content_negotiation_class = _AnyFormat

    @extend_schema(
        parameters=[OpenApiParameter("alert_id", int, OpenApiParameter.PATH)],
        responses={
            (200, CAP_TYPE): OpenApiResponse(OpenApiTypes.STR),
        },
    )
    def get(self, request: Request, alert_id: int) -> HttpResponse:
        return HttpResponse(cap.document(_alert(request, alert_id)), content_type=CAP_TYPE)


def _alert(request: Request, alert_id: int) -> Alert:
    return get_object_or_404(selectors.alerts(viewer_of(request)), pk=alert_id)
