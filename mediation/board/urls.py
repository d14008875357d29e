"""Pages of mediation board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
