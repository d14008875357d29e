"""REST routes of the chain from call to feedback."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
