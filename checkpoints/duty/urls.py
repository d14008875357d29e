"""Pages of duty levels."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
