"""Addresses of mediation flow below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
