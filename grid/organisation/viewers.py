"""Whoever stands behind a request."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from grid.errors import NotAllowed
from grid.organisation.models import ClientSystem, Officer


def viewer_of(request: Request | HttpRequest) -> Officer | ClientSystem:
    """The officer or client system; the gate lets nobody else through to a view with a right."""
    viewer: object = request.user
    if isinstance(viewer, Officer | ClientSystem):
        return viewer
    raise NotAuthenticated


def officer_of(request: HttpRequest) -> Officer:
    """The officer who asks; a client system is refused where a person has to act."""
    if isinstance(request.user, Officer):
        return request.user
    raise NotAllowed(_("Only an officer does this, not a client system."))
