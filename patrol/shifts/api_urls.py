"""REST routes of shifts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
