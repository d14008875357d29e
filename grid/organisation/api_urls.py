"""REST addresses of grid.organisation, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.organisation import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("agencies/", api.AgencyList.as_view(), name="api_agencies"),
    path("officers/", api.OfficerList.as_view(), name="api_officers"),
    path("me/", api.Me.as_view(), name="api_me"),
]
