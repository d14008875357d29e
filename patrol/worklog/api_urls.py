"""REST routes of worklog."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
