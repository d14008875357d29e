"""Pages of grid.territory."""

from django.urls import URLPattern, URLResolver, path

from grid.territory import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("territory/", views.cell_list, name="territory"),
    path("territory/check/", views.cell_check, name="cell_check"),
    path("territory/cells/<str:code>/", views.cell_detail, name="cell_detail"),
    path("territory/places/", views.place_list, name="place_list"),
    path("territory/places/new/", views.place_new, name="place_new"),
    path("territory/places/<int:place_id>/", views.place_edit, name="place_edit"),
]
