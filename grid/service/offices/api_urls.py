"""Addresses of grid service offices below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
