"""REST routes of video health."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
