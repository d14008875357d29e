"""REST routes of units."""

from django.urls import URLPattern, path

from patrol.units import api

urlpatterns: list[URLPattern] = [
    path("stations/", api.StationList.as_view(), name="api_stations"),
    path("stations/<str:station_code>/", api.StationDetail.as_view(), name="api_station"),
    path("units/", api.UnitList.as_view(), name="api_units"),
    path("units/<str:call_sign>/", api.UnitDetail.as_view(), name="api_unit"),
    path("units/<str:call_sign>/status/", api.UnitStatus.as_view(), name="api_unit_status"),
    path("units/<str:call_sign>/crew/", api.UnitCrew.as_view(), name="api_unit_crew"),
    path("capabilities/", api.CapabilityList.as_view(), name="api_capabilities"),
    path(
        "registers/stations/import/",
        api.SheetImport.as_view(),
        {"table": "stations"},
        name="api_station_import",
    ),
    path(
        "registers/units/import/",
        api.SheetImport.as_view(),
        {"table": "units"},
        name="api_unit_import",
    ),
]
