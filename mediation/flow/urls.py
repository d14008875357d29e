"""Pages of mediation flow."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
