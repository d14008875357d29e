"""Pages of grid service programmes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
