"""Every address of the platform; each app brings its own, mounted here."""

from django.urls import URLPattern, URLResolver, include, path

APPS = (
    "grid.ledger",
    "grid.organisation",
    "grid.frame",
    "grid.territory",
    "command_center.incidents",
    "command_center.alerts",
    "command_center.dashboard",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path("api/v1/", include(f"{app}.api_urls")) for app in APPS),
    *(path("", include(f"{app}.urls")) for app in APPS),
]
