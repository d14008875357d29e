"""Pages of what the cameras' side brings in: none of its own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
