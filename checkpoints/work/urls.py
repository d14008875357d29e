"""Pages of the work at checkpoints."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
