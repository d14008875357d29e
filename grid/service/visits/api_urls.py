"""Addresses of visits, errands and counters below /api/v1/."""

from django.urls import path

from grid.service.visits import api, api_errands, api_tasks

_CAMPAIGN = "visit-campaigns/<int:campaign_id>/"
_TASK = "visit-tasks/<int:visit_task_id>/"
_ERRAND = "errands/<int:errand_id>/"

urlpatterns = [
    path("visits/", api.Visits.as_view(), name="api_visits"),
    path("visits/<int:visit_id>/", api.OneVisit.as_view(), name="api_visit"),
    path("visits/<int:visit_id>/photos/", api.VisitPhotos.as_view(), name="api_visit_photos"),
    path(
        "visits/<int:visit_id>/photos/<int:visit_photo_id>/",
        api.OneVisitPhoto.as_view(),
        name="api_visit_photo",
    ),
    path("cell-work/", api.CellsWork.as_view(), name="api_cell_work"),
    path("visit-campaigns/", api_tasks.VisitCampaigns.as_view(), name="api_visit_campaigns"),
    path(_CAMPAIGN, api_tasks.OneVisitCampaign.as_view(), name="api_visit_campaign"),
    path(
        f"{_CAMPAIGN}close/",
        api_tasks.VisitCampaignClosing.as_view(),
        name="api_visit_campaign_close",
    ),
    path(
        f"{_CAMPAIGN}progress/",
        api_tasks.VisitCampaignProgress.as_view(),
        name="api_visit_campaign_progress",
    ),
    path("visit-tasks/", api_tasks.VisitTasks.as_view(), name="api_visit_tasks"),
    path(_TASK, api_tasks.OneVisitTask.as_view(), name="api_visit_task"),
    path(f"{_TASK}sign/", api_tasks.VisitTaskSigning.as_view(), name="api_visit_task_sign"),
    path(f"{_TASK}finish/", api_tasks.VisitTaskFinishing.as_view(), name="api_visit_task_finish"),
    path(f"{_TASK}cancel/", api_tasks.VisitTaskCancelling.as_view(), name="api_visit_task_cancel"),
    path("errands/", api_errands.Errands.as_view(), name="api_errands"),
    path(_ERRAND, api_errands.OneErrand.as_view(), name="api_errand"),
    path(f"{_ERRAND}sign/", api_errands.ErrandSigning.as_view(), name="api_errand_sign"),
    path(f"{_ERRAND}finish/", api_errands.ErrandFinishing.as_view(), name="api_errand_finish"),
    path(f"{_ERRAND}end/", api_errands.ErrandEnding.as_view(), name="api_errand_end"),
    path(f"{_ERRAND}reveal/", api_errands.ErrandRevealing.as_view(), name="api_errand_reveal"),
    path("service-items/", api_errands.ServiceItems.as_view(), name="api_service_items"),
    path(
        "service-items/<int:service_item_id>/",
        api_errands.OneServiceItem.as_view(),
        name="api_service_item",
    ),
    path("service-counts/", api_errands.ServiceCounts.as_view(), name="api_service_counts"),
    path("service-months/", api_errands.ServiceMonths.as_view(), name="api_service_months"),
]
