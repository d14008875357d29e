"""The incident list, one incident, and calls coming in one at a time."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import editing, selectors
from command_center.incidents.api import direct, forms, intake
from command_center.incidents.api.base import IncidentView
from command_center.incidents.filters import IncidentFilter
from command_center.incidents.models import Incident
from grid.organisation.viewers import viewer_of
from grid.rest.raw import RawJSON
from grid.rest.views import ApiView, expected_version
from grid.rights import Right, requires

CALL_BODY = {"application/json": forms.CALL_SCHEMA}
EDIT_BODY = {"application/json": forms.EDIT_SCHEMA}


@requires(Right.INCIDENT_READ, Right.INCIDENT_REPORT)
class IncidentList(ApiView, GenericAPIView[Incident]):  # type: ignore[misc]
    """`GET` lists, `POST` takes a call in."""

    serializer_class = forms.Brief
    parser_classes = (RawJSON,)
    filter_backends = (DjangoFilterBackend,)
    filterset_class = IncidentFilter
    queryset = Incident.objects.none()

    def get_queryset(self) -> QuerySet[Incident]:
        return selectors.listed(viewer_of(self.request))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An ordinary call goes in by the direct way, everything else through the framework."""
        if request.method == "POST":
            answer = direct.take(request, limit=self.max_body_bytes)
            if answer is not None:
                return answer
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(responses={200: forms.Brief(many=True)})
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([selectors.brief(row) for row in page or []])

    @extend_schema(request=CALL_BODY, responses={201: forms.Detail})
    def post(self, request: Request) -> HttpResponseBase:
        return intake.post_call(request, viewer_of(request))

    post.is_idempotent = True  # type: ignore[attr-defined]


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
class IncidentDetail(IncidentView):
    """One incident by number."""

    @extend_schema(responses={200: forms.Detail})
    def get(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        return Response(selectors.detail(found))

    @extend_schema(request=EDIT_BODY, responses={200: forms.Detail})
    def patch(self, request: Request, number: str) -> Response:
        found = selectors.incident(number, self.viewer)
        version = expected_version(request)
        edited = editing.edit(found, request.data, by=self.viewer, version=version, channel="api")
        return Response(selectors.detail(edited))
