"""Pages of mediation phone."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
