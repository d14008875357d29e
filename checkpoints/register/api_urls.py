"""REST routes of the register of checkpoints."""

from django.urls import URLPattern, path

from checkpoints.register import api, api_parts

_ONE = "checkpoints/<str:checkpoint_code>/"

urlpatterns: list[URLPattern] = [
    path("checkpoints/", api.CheckpointList.as_view(), name="api_checkpoints"),
    path(_ONE, api.CheckpointDetail.as_view(), name="api_checkpoint"),
    path(f"{_ONE}openings/", api.CheckpointOpenings.as_view(), name="api_checkpoint_openings"),
    path(f"{_ONE}close/", api.CheckpointClose.as_view(), name="api_checkpoint_close"),
    path(f"{_ONE}moves/", api.CheckpointMoves.as_view(), name="api_checkpoint_moves"),
    path(f"{_ONE}needs/", api.CheckpointNeeds.as_view(), name="api_checkpoint_needs"),
    path(
        f"{_ONE}equipment/",
        api_parts.CheckpointEquipment.as_view(),
        name="api_checkpoint_equipment",
    ),
    path(f"{_ONE}posts/", api_parts.CheckpointPosts.as_view(), name="api_checkpoint_posts"),
    path(
        f"{_ONE}joint-forces/", api_parts.CheckpointForces.as_view(), name="api_checkpoint_forces"
    ),
    path(
        f"{_ONE}assessments/",
        api_parts.CheckpointAssessments.as_view(),
        name="api_checkpoint_assessments",
    ),
    path("checkpoint-map/", api.CheckpointMap.as_view(), name="api_checkpoint_map"),
    path("defence-rings/", api.RingMap.as_view(), name="api_defence_rings"),
    path("checkpoint-build-rate/", api.BuildRates.as_view(), name="api_checkpoint_build_rate"),
    path("checkpoint-minimums/", api_parts.MinimumList.as_view(), name="api_checkpoint_minimums"),
    path("checkpoint-equipment/", api_parts.EquipmentList.as_view(), name="api_equipment_list"),
    path(
        "checkpoint-equipment/<int:equipment_item_id>/",
        api_parts.EquipmentDetail.as_view(),
        name="api_equipment_item",
    ),
    path("registers/checkpoints/import/", api.SheetImport.as_view(), name="api_checkpoint_import"),
]
