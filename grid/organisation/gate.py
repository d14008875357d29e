"""The one gate every request passes: a route states its right, the viewer has it or does not enter."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class HasRight(BasePermission):
    """DRF's half of the gate."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        raise NotImplementedError


class RightsGate:
    """The pages' half of the gate: a middleware that reads the mark left by `requires`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)
