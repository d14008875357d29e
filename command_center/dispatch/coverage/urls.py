"""Pages of coverage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
