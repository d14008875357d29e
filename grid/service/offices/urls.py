"""Pages of grid service offices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
