"""REST routes of video repair."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
