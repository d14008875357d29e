"""Pages of the checkpoint screens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
