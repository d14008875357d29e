"""The incident list, one incident, and calls coming in one at a time."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import editing, selectors, services
from command_center.incidents.api import forms
from command_center.incidents.filters import IncidentFilter
from command_center.incidents.models import Incident
from grid.ledger.idempotency import Idempotent
from grid.rest.views import ApiView, expected_version
from grid.rights import Right, requires

CALL_BODY = {"application/json": forms.CALL_SCHEMA}
EDIT_BODY = {"application/json": forms.EDIT_SCHEMA}


@requires(Right.INCIDENT_READ, Right.INCIDENT_REPORT)
class IncidentList(Idempotent, ApiView, GenericAPIView[Incident]):
    """`GET` lists, `POST` takes a call in."""

    serializer_class = forms.Brief
    filterset_class = IncidentFilter
    queryset = Incident.objects.none()

    def get_queryset(self) -> QuerySet[Incident]:
        return selectors.listed(self.request.user)

    @extend_schema(responses={200: forms.Brief(many=True)})
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([selectors.brief(row) for row in page or []])

    @extend_schema(request=CALL_BODY, responses={201: forms.Detail})
    def post(self, request: Request) -> Response:
        received = services.receive_call(request.data, by=request.user, channel="api")
        return Response(selectors.detail(received), status=201)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class IncidentDetail(Idempotent, ApiView):
    """One incident by number."""

    @extend_schema(responses={200: forms.Detail})
    def get(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        return Response(selectors.detail(found))

    @extend_schema(request=EDIT_BODY, responses={200: forms.Detail})
    def patch(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, request.user)
        version = expected_version(request)
        edited = editing.edit(found, request.data, by=request.user, version=version, channel="api")
        return Response(selectors.detail(edited))
