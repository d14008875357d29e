"""Pages of programmes, supervision, groups, contact areas and joint meetings."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from grid.frame.steps import Show, Step
from grid.service.programmes import selectors
from grid.service.programmes.views import acts, entries, lists, things

PROGRAMME = "ground/programmes/<int:programme_id>/"
ITEM = "ground/programmes/items/<int:programme_item_id>/"
SHEET = "ground/programmes/sheets/<int:sheet_id>/"
SUPERVISION = "ground/supervision/at/<str:supervision_number>/"
AREA = "ground/contact-areas/<int:contact_area_id>/"
MEETING = "ground/meetings/<int:joint_meeting_id>/"
TASK = "ground/meetings/tasks/<int:meeting_task_id>/"


Find = Callable[..., Any]


def steps(taken: tuple[Step, ...], at: str, page: str, find: Find, show: Show) -> list[URLPattern]:
    """A route for each step below the address of its thing."""
    return [
        path(
            f"{at}{step.route.removeprefix(page.removesuffix('detail')).replace('_', '-')}/",
            acts.view_of(step, find, show, page=page),
            name=step.route,
        )
        for step in taken
    ]


urlpatterns = [
    path("ground/programmes/", lists.programme_list, name="programme_list"),
    path("ground/programmes/export/", lists.programme_export, name="programme_export"),
    path("ground/programmes/new/", entries.programme_new, name="programme_new"),
    path("ground/programmes/items/", lists.programme_item_list, name="programme_item_list"),
    path(
        "ground/programmes/items/export/",
        lists.programme_item_export,
        name="programme_item_export",
    ),
    path(PROGRAMME, things.programme_detail, name="programme_detail"),
    path(f"{PROGRAMME}edit/", entries.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}items/new/", entries.programme_item_new, name="programme_item_new"),
    path(f"{PROGRAMME}sheet/", entries.score_sheet_new, name="score_sheet_new"),
    path(ITEM, things.programme_item_detail, name="programme_item_detail"),
    path(SHEET, things.score_sheet_detail, name="score_sheet_detail"),
    path("ground/supervision/", lists.agency_supervision_list, name="agency_supervision_list"),
    path(
        "ground/supervision/export/",
        lists.agency_supervision_export,
        name="agency_supervision_export",
    ),
    path("ground/supervision/new/", entries.agency_supervision_new, name="agency_supervision_new"),
    path(SUPERVISION, things.agency_supervision_detail, name="agency_supervision_detail"),
    path("ground/groups/", lists.leading_group_list, name="leading_group_list"),
    path("ground/groups/export/", lists.leading_group_export, name="leading_group_export"),
    path("ground/groups/new/", entries.leading_group_new, name="leading_group_new"),
    path(
        "ground/groups/<int:leading_group_id>/",
        entries.leading_group_edit,
        name="leading_group_edit",
    ),
    path("ground/contact-areas/", lists.contact_area_list, name="contact_area_list"),
    path("ground/contact-areas/export/", lists.contact_area_export, name="contact_area_export"),
    path("ground/contact-areas/new/", entries.contact_area_new, name="contact_area_new"),
    path(AREA, things.contact_area_detail, name="contact_area_detail"),
    path("ground/meetings/", lists.joint_meeting_list, name="joint_meeting_list"),
    path("ground/meetings/export/", lists.joint_meeting_export, name="joint_meeting_export"),
    path("ground/meetings/new/", entries.joint_meeting_new, name="joint_meeting_new"),
    path("ground/meetings/tasks/", lists.meeting_task_list, name="meeting_task_list"),
    path("ground/meetings/tasks/export/", lists.meeting_task_export, name="meeting_task_export"),
    path(MEETING, things.joint_meeting_detail, name="joint_meeting_detail"),
    path(f"{MEETING}edit/", entries.joint_meeting_edit, name="joint_meeting_edit"),
    path(f"{MEETING}tasks/new/", entries.meeting_task_new, name="meeting_task_new"),
    path(TASK, things.meeting_task_detail, name="meeting_task_detail"),
    *steps(acts.ITEM_STEPS, ITEM, "programme_item_detail", selectors.find_item, things.show_item),
    *steps(acts.SHEET_STEPS, SHEET, "score_sheet_detail", selectors.find_sheet, things.show_sheet),
    *steps(
        acts.SUPERVISION_STEPS,
        SUPERVISION,
        "agency_supervision_detail",
        selectors.find_supervision,
        things.show_supervision,
    ),
    *steps(acts.AREA_STEPS, AREA, "contact_area_detail", selectors.find_area, things.show_area),
    *steps(acts.TASK_STEPS, TASK, "meeting_task_detail", selectors.find_task, things.show_task),
]
