"""Pages of analysis studies."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from command_center.analysis.studies import selectors, steps
from command_center.analysis.studies.views import invitations as i
from command_center.analysis.studies.views import operations as o
from command_center.analysis.studies.views import studies as s
from grid.frame.steps import Step, view_of
from grid.rights import Right

_STUDY = "analysis/studies/<int:study_id>/"
_STUDY_TASK = "analysis/study-tasks/<int:study_task_id>/"
_OPERATION = "analysis/operations/<int:operation_id>/"
_INVITATION = "analysis/operation-invitations/<int:operation_invitation_id>/"
_OPERATION_TASK = "analysis/operation-tasks/<int:operation_task_id>/"


def _steps(
    taken: Iterable[Step],
    at: str,
    find: Callable[..., Any],
    show: Callable[..., HttpResponse],
    page: str,
) -> list[URLPattern]:
    """Each step below the thing it is taken on, by the last word of its name."""
    return [
        path(
            f"{at}{step.route.rsplit('_', 1)[-1]}/",
            view_of(step, find, show, page=page, reads=Right.ANALYSIS_READ),
            name=step.route,
        )
        for step in taken
    ]


urlpatterns: list[URLPattern] = [
    path("analysis/studies/", s.study_list, name="study_list"),
    path("analysis/studies/export.csv", s.study_export, name="study_export"),
    path("analysis/studies/new/", s.study_new, name="study_new"),
    path(_STUDY, s.study_detail, name="study_detail"),
    path(f"{_STUDY}edit/", s.study_edit, name="study_edit"),
    path(f"{_STUDY}ask/", s.study_ask, name="study_ask"),
    *_steps(steps.STUDY, _STUDY, selectors.find_study, s.show_study, "study_detail"),
    path("analysis/study-tasks/", s.study_task_list, name="study_task_list"),
    path("analysis/study-tasks/export.csv", s.study_task_export, name="study_task_export"),
    path(_STUDY_TASK, s.study_task_detail, name="study_task_detail"),
    *_steps(
        steps.STUDY_TASK, _STUDY_TASK, selectors.find_study_task, s.show_task, "study_task_detail"
    ),
    path("analysis/operations/", o.operation_list, name="operation_list"),
    path("analysis/operations/export.csv", o.operation_export, name="operation_export"),
    path("analysis/operations/new/", o.operation_new, name="operation_new"),
    path(_OPERATION, o.operation_detail, name="operation_detail"),
    path(f"{_OPERATION}live/", o.operation_live, name="operation_live"),
    path(f"{_OPERATION}log.csv", o.operation_log_export, name="operation_log_export"),
    path(f"{_OPERATION}edit/", o.operation_edit, name="operation_edit"),
    *_steps(
        steps.OPERATION, _OPERATION, selectors.find_operation, o.show_operation, "operation_detail"
    ),
    path(f"{_OPERATION}invite/", i.operation_invite, name="operation_invite"),
    path(
        "analysis/operation-invitations/",
        i.operation_invitation_list,
        name="operation_invitation_list",
    ),
    path(
        "analysis/operation-invitations/export.csv",
        i.operation_invitation_export,
        name="operation_invitation_export",
    ),
    path(_INVITATION, i.operation_invitation_detail, name="operation_invitation_detail"),
    *_steps(
        steps.INVITATION,
        _INVITATION,
        selectors.find_invitation,
        i.show_invitation,
        "operation_invitation_detail",
    ),
    path(_OPERATION_TASK, o.operation_task_detail, name="operation_task_detail"),
    *_steps(
        steps.OPERATION_TASK,
        _OPERATION_TASK,
        selectors.find_operation_task,
        o.show_task,
        "operation_task_detail",
    ),
]
