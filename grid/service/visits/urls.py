"""Pages of visits, campaigns, errands and the service counter."""

from django.urls import path

from grid.service.visits import views, views_counter, views_errands, views_tasks

_VISIT = "ground/visits/<int:visit_id>/"
_CAMPAIGN = "ground/campaigns/<int:campaign_id>/"
_TASK = "ground/visit-tasks/<int:visit_task_id>/"
_ERRAND = "ground/errands/<int:errand_id>/"
_ITEM = "ground/counter/items/"

urlpatterns = [
    path("ground/visits/", views.visit_list, name="visit_list"),
    path("ground/visits/export.csv", views.visit_export, name="visit_export"),
    path("ground/visits/new/", views.visit_new, name="visit_new"),
    path(_VISIT, views.visit_detail, name="visit_detail"),
    path(f"{_VISIT}edit/", views.visit_edit, name="visit_edit"),
    path(f"{_VISIT}photos/new/", views.visit_photo_new, name="visit_photo_new"),
    path(f"{_VISIT}photos/<int:visit_photo_id>/", views.visit_photo, name="visit_photo"),
    path("ground/work/", views.visit_progress, name="visit_progress"),
    path("ground/work/export.csv", views.visit_progress_export, name="visit_progress_export"),
    path("ground/campaigns/", views_tasks.visit_campaign_list, name="visit_campaign_list"),
    path("ground/campaigns/new/", views_tasks.visit_campaign_new, name="visit_campaign_new"),
    path(_CAMPAIGN, views_tasks.visit_campaign_detail, name="visit_campaign_detail"),
    path(f"{_CAMPAIGN}edit/", views_tasks.visit_campaign_edit, name="visit_campaign_edit"),
    path(f"{_CAMPAIGN}close/", views_tasks.visit_campaign_close, name="visit_campaign_close"),
    path(f"{_CAMPAIGN}export.csv", views_tasks.visit_campaign_export, name="visit_campaign_export"),
    path("ground/visit-tasks/", views_tasks.visit_task_list, name="visit_task_list"),
    path("ground/visit-tasks/export.csv", views_tasks.visit_task_export, name="visit_task_export"),
    path("ground/visit-tasks/new/", views_tasks.visit_task_new, name="visit_task_new"),
    path(_TASK, views_tasks.visit_task_detail, name="visit_task_detail"),
    path(f"{_TASK}sign/", views_tasks.visit_task_sign, name="visit_task_sign"),
    path(f"{_TASK}finish/", views_tasks.visit_task_finish, name="visit_task_finish"),
    path(f"{_TASK}cancel/", views_tasks.visit_task_cancel, name="visit_task_cancel"),
    path("ground/errands/", views_errands.errand_list, name="errand_list"),
    path("ground/errands/export.csv", views_errands.errand_export, name="errand_export"),
    path("ground/errands/new/", views_errands.errand_new, name="errand_new"),
    path(_ERRAND, views_errands.errand_detail, name="errand_detail"),
    path(f"{_ERRAND}edit/", views_errands.errand_edit, name="errand_edit"),
    path(f"{_ERRAND}sign/", views_errands.errand_sign, name="errand_sign"),
    path(f"{_ERRAND}finish/", views_errands.errand_finish, name="errand_finish"),
    path(f"{_ERRAND}end/", views_errands.errand_end, name="errand_end"),
    path(f"{_ERRAND}reveal/", views_errands.errand_reveal, name="errand_reveal"),
    path("ground/counter/", views_counter.service_counter, name="service_counter"),
    path("ground/counter/count/", views_counter.service_count, name="service_count"),
    path(
        "ground/counter/export.csv",
        views_counter.service_counter_export,
        name="service_counter_export",
    ),
    path(_ITEM, views_counter.service_item_list, name="service_item_list"),
    path(f"{_ITEM}export.csv", views_counter.service_item_export, name="service_item_export"),
    path(f"{_ITEM}new/", views_counter.service_item_new, name="service_item_new"),
    path(
        f"{_ITEM}<int:service_item_id>/edit/",
        views_counter.service_item_edit,
        name="service_item_edit",
    ),
]
