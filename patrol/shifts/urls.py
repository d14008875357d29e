"""Pages of shifts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
