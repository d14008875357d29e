"""Pages of units."""

from django.urls import URLPattern, path

from patrol.units import views

urlpatterns: list[URLPattern] = [
    path("units/", views.unit_list, name="unit_list"),
    path("units/export.csv", views.unit_export, name="unit_export"),
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/import/", views.register_import, {"table": "units"}, name="unit_import"),
    path("units/strength/", views.unit_strength, name="unit_strength"),
    path("units/crew/<int:posting_id>/end/", views.crew_end, name="crew_end"),
    path("units/at/<str:call_sign>/", views.unit_detail, name="unit_detail"),
    path("units/at/<str:call_sign>/edit/", views.unit_edit, name="unit_edit"),
    path("units/at/<str:call_sign>/crew/", views.crew_new, name="crew_new"),
    path("stations/", views.station_list, name="station_list"),
    path("stations/export.csv", views.station_export, name="station_export"),
    path("stations/new/", views.station_new, name="station_new"),
    path("stations/import/", views.register_import, {"table": "stations"}, name="station_import"),
    path("stations/at/<str:station_code>/", views.station_detail, name="station_detail"),
    path("stations/at/<str:station_code>/edit/", views.station_edit, name="station_edit"),
]
