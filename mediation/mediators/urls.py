"""Pages of mediation mediators."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
