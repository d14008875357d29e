"""REST addresses of analysis store."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
