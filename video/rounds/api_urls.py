"""REST routes of video rounds."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
