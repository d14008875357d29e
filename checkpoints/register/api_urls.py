"""REST routes of the register of checkpoints."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
