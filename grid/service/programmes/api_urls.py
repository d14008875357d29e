"""Addresses of programmes, supervision and meetings below /api/v1/."""

from django.urls import path

from grid.service.programmes.api import meetings, programmes, supervisions

ITEM = "programme-items/<int:programme_item_id>/"
SUPERVISION = "supervisions/<str:supervision_number>/"

urlpatterns = [
    path("programmes/", programmes.Programmes.as_view(), name="api_programmes"),
    path("programmes/<int:programme_id>/", programmes.ProgrammeOne.as_view(), name="api_programme"),
    path("programme-items/", programmes.Items.as_view(), name="api_programme_items"),
    path(ITEM, programmes.ItemOne.as_view(), name="api_programme_item"),
    path(f"{ITEM}progress/", programmes.ItemProgress.as_view(), name="api_programme_item_progress"),
    path(f"{ITEM}finish/", programmes.ItemFinish.as_view(), name="api_programme_item_finish"),
    path(f"{ITEM}drop/", programmes.ItemDrop.as_view(), name="api_programme_item_drop"),
    path("programme-sheets/", programmes.Sheets.as_view(), name="api_score_sheets"),
    path("supervisions/", supervisions.Supervisions.as_view(), name="api_supervisions"),
    path(SUPERVISION, supervisions.SupervisionOne.as_view(), name="api_supervision"),
    path(
        f"{SUPERVISION}notice/",
        supervisions.SupervisionNotice.as_view(),
        name="api_supervision_notice",
    ),
    path(
        f"{SUPERVISION}put-right/",
        supervisions.SupervisionPutRight.as_view(),
        name="api_supervision_put_right",
    ),
    path(
        f"{SUPERVISION}send-back/",
        supervisions.SupervisionSendBack.as_view(),
        name="api_supervision_send_back",
    ),
    path(
        f"{SUPERVISION}close/",
        supervisions.SupervisionClose.as_view(),
        name="api_supervision_close",
    ),
    path(
        f"{SUPERVISION}drop/", supervisions.SupervisionDrop.as_view(), name="api_supervision_drop"
    ),
    path("leading-groups/", meetings.Groups.as_view(), name="api_leading_groups"),
    path("contact-areas/", meetings.Areas.as_view(), name="api_contact_areas"),
    path("joint-meetings/", meetings.Meetings.as_view(), name="api_joint_meetings"),
    path(
        "joint-meetings/<int:joint_meeting_id>/",
        meetings.MeetingOne.as_view(),
        name="api_joint_meeting",
    ),
    path("meeting-tasks/", meetings.Tasks.as_view(), name="api_meeting_tasks"),
    path(
        "meeting-tasks/<int:meeting_task_id>/finish/",
        meetings.TaskFinish.as_view(),
        name="api_meeting_task_finish",
    ),
]
