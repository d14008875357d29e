"""REST routes of modes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
