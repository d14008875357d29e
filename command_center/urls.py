"""Every address of the platform; each app brings its own, mounted here."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from grid.rights import Right, requires

APPS = (
    "grid.ledger",
    "grid.organisation",
    "grid.frame",
    "grid.territory",
    "command_center.incidents",
    "command_center.alerts",
    "command_center.dashboard",
)


@requires(Right.PUBLIC)
class ApiDocument(SpectacularAPIView):
    """The OpenAPI document; the shape of the API is no secret, its contents are."""


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", ApiDocument.as_view(), name="api_schema"),
    *(path("api/v1/", include(f"{app}.api_urls")) for app in APPS),
    *(path("", include(f"{app}.urls")) for app in APPS),
]
