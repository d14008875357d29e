"""REST addresses of analysis runs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
