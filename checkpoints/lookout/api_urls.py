"""REST routes of lookout notices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
