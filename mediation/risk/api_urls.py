"""Addresses of mediation risk below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
