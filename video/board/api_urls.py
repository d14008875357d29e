"""REST routes of video board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
