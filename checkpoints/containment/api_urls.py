"""REST routes of containment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
