"""Pages of analysis explorer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
