"""Pages of mediation register."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
