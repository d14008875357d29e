"""REST routes of shifts."""

from django.urls import URLPattern, path

from patrol.shifts import api

urlpatterns: list[URLPattern] = [
    path("my-unit/", api.MyUnit.as_view(), name="api_my_unit"),
]
