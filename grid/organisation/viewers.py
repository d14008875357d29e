"""Whoever stands behind a request."""

from django.http import HttpRequest
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from grid.organisation.models import ClientSystem, Officer


def viewer_of(request: Request | HttpRequest) -> Officer | ClientSystem:
    """The officer or client system; the gate lets nobody else through to a view with a right."""
    viewer: object = request.user
    if isinstance(viewer, Officer | ClientSystem):
        return viewer
    raise NotAuthenticated


def officer_of(request: HttpRequest) -> Officer:
    """The officer at this session; the gate lets nobody else through to a page."""
    if isinstance(request.user, Officer):
        return request.user
    raise TypeError("A page behind the gate has an officer before it.")
