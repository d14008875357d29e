"""Pages of levels."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
