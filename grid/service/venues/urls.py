"""Pages of venues, inspections and hazards."""

from django.urls import path

from grid.service.venues.views import hazards, rules, venues

HAZARD = "ground/hazards/at/<str:hazard_number>/"
VENUE = "ground/venues/<int:venue_id>/"

urlpatterns = [
    path("ground/venues/", venues.venue_list, name="venue_list"),
    path("ground/venues/export/", venues.venue_export, name="venue_export"),
    path("ground/venues/import/", venues.venue_import, name="venue_import"),
    path("ground/venues/new/", venues.venue_new, name="venue_new"),
    path("ground/venues/shares/", hazards.venue_shares, name="venue_shares"),
    path("ground/venues/shares/export/", hazards.venue_shares_export, name="venue_shares_export"),
    path("ground/venues/checklists/", rules.venue_checklists, name="venue_checklists"),
    path(
        "ground/venues/checklists/adopt/",
        rules.venue_checklists_adopt,
        name="venue_checklists_adopt",
    ),
    path(
        "ground/venues/checklists/<slug:venue_kind>/",
        rules.venue_checklist_new,
        name="venue_checklist_new",
    ),
    path(VENUE, venues.venue_detail, name="venue_detail"),
    path(f"{VENUE}edit/", venues.venue_edit, name="venue_edit"),
    path(f"{VENUE}inspect/", venues.venue_inspect, name="venue_inspect"),
    path("ground/inspections/", venues.venue_inspection_list, name="venue_inspection_list"),
    path(
        "ground/inspections/export/", venues.venue_inspection_export, name="venue_inspection_export"
    ),
    path(
        "ground/inspections/<int:inspection_id>/",
        venues.venue_inspection_detail,
        name="venue_inspection_detail",
    ),
    path("ground/photos/<int:venue_photo_id>/", venues.venue_photo, name="venue_photo"),
    path("ground/hazards/", hazards.hazard_list, name="hazard_list"),
    path("ground/hazards/export/", hazards.hazard_export, name="hazard_export"),
    path("ground/hazards/new/", hazards.hazard_new, name="hazard_new"),
    path("ground/hazards/figures/", rules.hazard_figures, name="hazard_figures"),
    path(
        "ground/hazards/figures/export/", rules.hazard_figures_export, name="hazard_figures_export"
    ),
    path(
        "ground/hazards/rules/<slug:hazard_level>/", rules.hazard_rule_new, name="hazard_rule_new"
    ),
    path(HAZARD, hazards.hazard_detail, name="hazard_detail"),
    path(f"{HAZARD}notify/", hazards.hazard_notify, name="hazard_notify"),
    path(f"{HAZARD}rectify/", hazards.hazard_rectify, name="hazard_rectify"),
    path(f"{HAZARD}verify/", hazards.hazard_verify, name="hazard_verify"),
    path(f"{HAZARD}send-back/", hazards.hazard_send_back, name="hazard_send_back"),
    path(f"{HAZARD}close/", hazards.hazard_close, name="hazard_close"),
    path(f"{HAZARD}penalty/", hazards.hazard_penalty, name="hazard_penalty"),
    path(f"{HAZARD}strike/", hazards.hazard_strike, name="hazard_strike"),
    path(f"{HAZARD}photos/", hazards.hazard_photo_new, name="hazard_photo_new"),
]
