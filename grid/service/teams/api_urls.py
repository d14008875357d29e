"""Addresses of grid service teams below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
