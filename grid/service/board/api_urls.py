"""Addresses of grid service board below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
