"""Pages of the register of checkpoints."""

from django.urls import URLPattern, path

from checkpoints.register import city_views, part_views, views

_ONE = "checkpoints/at/<str:checkpoint_code>/"

urlpatterns: list[URLPattern] = [
    path("checkpoints/register/", views.checkpoint_list, name="checkpoint_list"),
    path("checkpoints/register/export.csv", views.checkpoint_export, name="checkpoint_export"),
    path("checkpoints/register/import/", views.checkpoint_import, name="checkpoint_import"),
    path("checkpoints/new/", views.checkpoint_new, name="checkpoint_new"),
    path(_ONE, views.checkpoint_detail, name="checkpoint_detail"),
    path(f"{_ONE}edit/", views.checkpoint_edit, name="checkpoint_edit"),
    path(f"{_ONE}open/", views.checkpoint_open, name="checkpoint_open"),
    path(f"{_ONE}close/", views.checkpoint_close, name="checkpoint_close"),
    path(f"{_ONE}move/", views.checkpoint_move, name="checkpoint_move"),
    path(f"{_ONE}equipment/", part_views.equipment_new, name="equipment_new"),
    path(f"{_ONE}posts/", part_views.post_new, name="checkpoint_post_new"),
    path(f"{_ONE}joint-forces/", part_views.joint_force_new, name="joint_force_new"),
    path(f"{_ONE}assess/", city_views.checkpoint_assess, name="checkpoint_assess"),
    path(
        "checkpoints/posts/<int:checkpoint_post_id>/",
        part_views.post_edit,
        name="checkpoint_post_edit",
    ),
    path(
        "checkpoints/joint-forces/<int:joint_force_id>/",
        part_views.joint_force_edit,
        name="joint_force_edit",
    ),
    path("checkpoints/equipment/", part_views.equipment_list, name="equipment_list"),
    path("checkpoints/equipment/export.csv", part_views.equipment_export, name="equipment_export"),
    path("checkpoints/equipment/shortages/", part_views.shortage_list, name="shortage_list"),
    path(
        "checkpoints/equipment/<int:equipment_item_id>/",
        part_views.equipment_edit,
        name="equipment_edit",
    ),
    path(
        "checkpoints/equipment/<int:equipment_item_id>/check/",
        part_views.equipment_check,
        name="equipment_check",
    ),
    path("checkpoints/gaps/", part_views.gap_list, name="gap_list"),
    path("checkpoints/build-rate/", city_views.checkpoint_build_rate, name="checkpoint_build_rate"),
    path("checkpoints/validity/", city_views.checkpoint_validity, name="checkpoint_validity"),
    path("checkpoints/standard/", city_views.standard_list, name="standard_list"),
    path(
        "checkpoints/tasks/<int:standard_task_id>/sign/",
        city_views.standard_task_sign,
        name="standard_task_sign",
    ),
    path(
        "checkpoints/tasks/<int:standard_task_id>/finish/",
        city_views.standard_task_finish,
        name="standard_task_finish",
    ),
    path("checkpoints/minimums/", city_views.minimum_list, name="minimum_list"),
    path("checkpoints/minimums/set/", city_views.minimum_set, name="minimum_set"),
    path("checkpoints/rings/", city_views.ring_list, name="ring_list"),
    path("checkpoints/rings/new/", city_views.ring_new, name="ring_new"),
    path("checkpoints/rings/<int:ring_id>/", city_views.ring_edit, name="ring_edit"),
]
