"""Steps on items, supervisions, tasks, sheets and areas: one description each."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame import steps
from grid.frame.listing import Act
from grid.frame.pages import RefusableForm
from grid.frame.steps import Show, Step
from grid.rights import Right
from grid.service.programmes import forms, services

MANAGE: Final = Right.PROGRAMME_MANAGE
INSPECT: Final = Right.SUPERVISION_INSPECT


ITEM_STEPS: Final = (
    Step(
        route="programme_item_receive",
        label=_("Sign for it"),
        form=forms.StepForm,
        service=services.receive,
        right=MANAGE,
    ),
    Step(
        route="programme_item_progress",
        label=_("Report progress"),
        form=forms.ProgressForm,
        service=services.report_progress,
        right=MANAGE,
    ),
    Step(
        route="programme_item_finish",
        label=_("It is done"),
        form=forms.OutcomeForm,
        service=services.finish_item,
        right=MANAGE,
    ),
    Step(
        route="programme_item_drop",
        label=_("Take it back"),
        form=forms.ReasonForm,
        service=services.drop_item,
        right=MANAGE,
        danger=True,
    ),
)
SUPERVISION_STEPS: Final = (
    Step(
        route="agency_supervision_notice",
        label=_("Send the notice"),
        form=forms.NoticeForm,
        service=services.send_notice,
        right=INSPECT,
    ),
    Step(
        route="agency_supervision_put_right",
        label=_("It was put right"),
        form=forms.PutRightForm,
        service=services.put_right,
        right=MANAGE,
    ),
    Step(
        route="agency_supervision_close",
        label=_("Close"),
        form=forms.SeenForm,
        service=services.close,
        right=INSPECT,
    ),
    Step(
        route="agency_supervision_send_back",
        label=_("Not put right: another round"),
        form=forms.SecondRoundForm,
        service=services.send_back,
        right=INSPECT,
    ),
    Step(
        route="agency_supervision_drop",
        label=pgettext_lazy("ground", "Drop"),
        form=forms.ReasonForm,
        service=services.drop,
        right=INSPECT,
        danger=True,
    ),
)
TASK_STEPS: Final = (
    Step(
        route="meeting_task_finish",
        label=_("It is done"),
        form=forms.OutcomeForm,
        service=services.finish_task,
        right=MANAGE,
    ),
    Step(
        route="meeting_task_drop",
        label=_("Take it back"),
        form=forms.ReasonForm,
        service=services.drop_task,
        right=MANAGE,
        danger=True,
    ),
)
SHEET_STEPS: Final = (
    Step(
        route="score_sheet_sign",
        label=_("Sign; it stays as it is then"),
        form=forms.StepForm,
        service=services.sign_sheet,
        right=MANAGE,
        danger=True,
    ),
)
AREA_STEPS: Final = (
    Step(
        route="contact_area_end",
        label=_("End it"),
        form=forms.EndForm,
        service=services.end_area,
        right=MANAGE,
        danger=True,
    ),
)


def offered(
    known: tuple[Step, ...],
    names: tuple[str, ...],
    row: Any,
    key: Any,
    rights: frozenset[Right],
    refused: dict[str, RefusableForm],
) -> list[Act]:
    """The steps of these routes that the viewer may take; a refused one with its form."""
    now = [one for one in known if one.route in names]
    return steps.offered(now, row, key, rights=rights, refused=refused)


def view_of(step: Step, find: Callable[..., Any], show: Show, *, page: str) -> Show:
    """The view of a step, for readers of the service."""
    return steps.view_of(step, find, show, page=page, reads=Right.SERVICE_READ)
