"""REST routes of video register."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
