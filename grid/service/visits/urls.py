"""Pages of grid service visits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
