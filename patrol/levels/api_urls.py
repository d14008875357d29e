"""REST routes of levels."""

from django.urls import URLPattern, path

from patrol.levels import api, api_scale

urlpatterns: list[URLPattern] = [
    path("area-levels/", api.AreaLevelList.as_view(), name="api_area_levels"),
    path(
        "area-levels/<int:area_level_id>/end/",
        api.AreaLevelEnd.as_view(),
        name="api_area_level_end",
    ),
    path("patrol-levels/", api_scale.ScaleList.as_view(), name="api_patrol_levels"),
    path("overlay-templates/", api.TemplateList.as_view(), name="api_overlay_templates"),
    path(
        "overlay-templates/<int:overlay_template_id>/",
        api.TemplateDetail.as_view(),
        name="api_overlay_template",
    ),
    path("overlay-proposals/", api.ProposalList.as_view(), name="api_overlay_proposals"),
    path(
        "overlay-proposals/<int:overlay_id>/",
        api.ProposalDetail.as_view(),
        name="api_overlay_proposal",
    ),
    path(
        "overlay-proposals/<int:overlay_id>/decide/",
        api.ProposalDecision.as_view(),
        name="api_overlay_decide",
    ),
    path("control-points/", api.ControlPointList.as_view(), name="api_control_points"),
    path(
        "control-points/<int:control_point_id>/lift/",
        api.ControlPointLift.as_view(),
        name="api_control_point_lift",
    ),
]
