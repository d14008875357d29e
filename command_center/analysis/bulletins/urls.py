"""Pages of analysis bulletins."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
