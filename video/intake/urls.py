"""Pages of video intake."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
