"""Pages of grid service venues."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
