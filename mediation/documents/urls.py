"""Pages of mediation documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
