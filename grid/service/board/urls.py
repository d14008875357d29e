"""Pages of grid service board."""

from django.urls import URLPattern, path

from grid.service.board import views

urlpatterns: list[URLPattern] = [
    path("ground/cells/", views.cell_board, name="cell_board"),
    path("ground/cells/<str:cell_code>/", views.cell_card, name="cell_card"),
]
