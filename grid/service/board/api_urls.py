"""Addresses of grid service board below /api/v1/."""

from django.urls import URLPattern, path

from grid.service.board import api

urlpatterns: list[URLPattern] = [
    path("cells-at-work/", api.CellsAtWork.as_view(), name="api_cells_at_work"),
    path("cells-at-work/<str:cell_code>/", api.CellAtWorkDetail.as_view(), name="api_cell_at_work"),
]
