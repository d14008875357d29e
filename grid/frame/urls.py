"""Pages of grid.frame."""

from django.urls import URLPattern, URLResolver, path

from grid.frame import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("style/", views.style, name="style"),
    path("preferences/", views.preferences, name="preferences"),
]
