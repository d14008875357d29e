"""REST addresses of grid.territory, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from grid.territory import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("divisions/", api.DivisionList.as_view(), name="api_divisions"),
    path("cells/", api.CellList.as_view(), name="api_cells"),
    path("cells/at/", api.CellAt.as_view(), name="api_cell_at"),
    path("cells/<str:code>/", api.CellDetail.as_view(), name="api_cell"),
    path("places/", api.PlaceList.as_view(), name="api_places"),
    path("places/<int:place_id>/", api.PlaceDetail.as_view(), name="api_place"),
    path("map/cells.json", api.CellsLayer.as_view(), name="api_map_cells"),
    path("map/divisions.json", api.DivisionsLayer.as_view(), name="api_map_divisions"),
]
