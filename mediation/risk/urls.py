"""Pages of mediation risk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
