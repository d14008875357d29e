"""Pages of analysis studies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
