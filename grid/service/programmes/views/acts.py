"""Steps on items, supervisions, tasks, sheets and areas: one description each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.listing import Act, act_on
from grid.frame.pages import RefusableForm
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.programmes import forms, services

MANAGE: Final = Right.PROGRAMME_MANAGE
INSPECT: Final = Right.SUPERVISION_INSPECT
Show = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its route, words, form and service; who may take it; whether it is grave."""

    route: str
    label: Any
    form: type[forms.StepForm]
    service: Callable[..., Any]
    right: Right = MANAGE
    danger: bool = False


ITEM_STEPS: Final = (
    Step(
        route="programme_item_receive",
        label=_("Sign for it"),
        form=forms.StepForm,
        service=services.receive,
    ),
    Step(
        route="programme_item_progress",
        label=_("Report progress"),
        form=forms.ProgressForm,
        service=services.report_progress,
    ),
    Step(
        route="programme_item_finish",
        label=_("It is done"),
        form=forms.OutcomeForm,
        service=services.finish_item,
    ),
    Step(
        route="programme_item_drop",
        label=_("Take it back"),
        form=forms.ReasonForm,
        service=services.drop_item,
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
    ),
    Step(
        route="meeting_task_drop",
        label=_("Take it back"),
        form=forms.ReasonForm,
        service=services.drop_task,
        danger=True,
    ),
)
SHEET_STEPS: Final = (
    Step(
        route="score_sheet_sign",
        label=_("Sign; it stays as it is then"),
        form=forms.StepForm,
        service=services.sign_sheet,
        danger=True,
    ),
)
AREA_STEPS: Final = (
    Step(
        route="contact_area_end",
        label=_("End it"),
        form=forms.EndForm,
        service=services.end_area,
        danger=True,
    ),
)


def offered(
    steps: tuple[Step, ...],
    names: tuple[str, ...],
    row: Any,
    key: Any,
    rights: frozenset[Right],
    refused: dict[str, RefusableForm],
) -> list[Act]:
    """The steps of these routes that the viewer may take; a refused one with its form."""
    return [
        Act(
            name=one.route,
            label=one.label,
            action=reverse(one.route, args=[key]),
            form=refused.get(one.route)
            or one.form(initial={"version": row.version}, auto_id=f"{one.route}_%s"),
            danger=one.danger,
        )
        for one in steps
        if one.route in names and one.right in rights
    ]


def view_of(step: Step, find: Callable[..., Any], show: Show, *, page: str) -> Show:
    """The view of a step: find the row, take it, come back to `page` or show the refusal."""

    def act(request: HttpRequest, **key: Any) -> HttpResponse:
        officer = officer_of(request)
        row = find(officer, *key.values())

        def change(said: dict[str, Any]) -> None:
            step.service(row, by=officer, **said)

        def shown(form: RefusableForm, status: int) -> HttpResponse:
            return show(request, *key.values(), status=status, refused={step.route: form})

        form = step.form(request.POST or None, auto_id=f"{step.route}_%s")
        back = reverse(page, args=list(key.values()))
        return act_on(request, form, change, back=back, shown=shown)

    act.__name__ = step.route
    return requires(Right.SERVICE_READ, step.right)(act)
