"""Pages of video footage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
