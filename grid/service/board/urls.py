"""Pages of grid service board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
