"""Addresses of venues, inspections and hazards below /api/v1/."""

from django.urls import path

from grid.service.venues import api, api_hazards

HAZARD = "hazards/<str:hazard_number>/"
INSPECTION = "inspections/<int:inspection_id>/"

urlpatterns = [
    path("venues/", api.Venues.as_view(), name="api_venues"),
    path("venues/<int:venue_id>/", api.VenueOne.as_view(), name="api_venue"),
    path("venue-checklists/", api.Checklists.as_view(), name="api_venue_checklists"),
    path("venue-feeds/", api.Feeds.as_view(), name="api_venue_feeds"),
    path("venue-alarms/", api.Alarms.as_view(), name="api_venue_alarms"),
    path("venue-photos/<int:venue_photo_id>/", api.Photo.as_view(), name="api_venue_photo"),
    path("inspections/", api.Inspections.as_view(), name="api_venue_inspections"),
    path(INSPECTION, api.InspectionOne.as_view(), name="api_venue_inspection"),
    path(f"{INSPECTION}photos/", api.InspectionPhotos.as_view(), name="api_inspection_photos"),
    path("hazard-figures/", api.Figures.as_view(), name="api_hazard_figures"),
    path("hazards/", api_hazards.Hazards.as_view(), name="api_hazards"),
    path(HAZARD, api_hazards.HazardOne.as_view(), name="api_hazard"),
    path(f"{HAZARD}notify/", api_hazards.HazardNotify.as_view(), name="api_hazard_notify"),
    path(f"{HAZARD}rectify/", api_hazards.HazardRectify.as_view(), name="api_hazard_rectify"),
    path(f"{HAZARD}verify/", api_hazards.HazardVerify.as_view(), name="api_hazard_verify"),
    path(f"{HAZARD}send-back/", api_hazards.HazardSendBack.as_view(), name="api_hazard_send_back"),
    path(f"{HAZARD}close/", api_hazards.HazardClose.as_view(), name="api_hazard_close"),
    path(f"{HAZARD}strike/", api_hazards.HazardStrike.as_view(), name="api_hazard_strike"),
    path(f"{HAZARD}penalty/", api_hazards.HazardPenalty.as_view(), name="api_hazard_penalty"),
    path(f"{HAZARD}photos/", api_hazards.HazardPhotos.as_view(), name="api_hazard_photos"),
]
