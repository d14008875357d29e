"""Addresses of grid service visits below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
