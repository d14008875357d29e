"""Pages of video rates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
