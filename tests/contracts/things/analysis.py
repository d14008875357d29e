"""Cases of the south, and what their analysis made of them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from command_center.analysis.bulletins.services import give_task
from command_center.analysis.runs.models import MethodSwitch
from command_center.analysis.studies.models import CaseSeries, SeriesModel
from command_center.cases.models import CaseCategory, CaseImport, CaseTag
from command_center.cases.services import correct_case
from command_center.cases.services.rules import set_class_set
from tests.analysis.bulletins.make import make_bulletin
from tests.analysis.make import make_result
from tests.analysis.sheets.given import content
from tests.analysis.sheets.make import make_proposal
from tests.analysis.studies.make import (
    make_invitation,
    make_operation,
    make_series,
    make_study,
    make_study_task,
)
from tests.cases.make import make_case
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS


def of_case(cast: Cast) -> dict[str, Any]:
    """A corrected southern case, a southern class set, and the report of a southern file."""
    case = make_case(cast, agency=cast.south_station, address=ADDRESS, narrative=ADDRESS)
    correct_case(case, by=cast.sam, version=1, reason=ADDRESS, loss_yuan=120)
    row = set_class_set(
        by=cast.sam, code="southern", name=ADDRESS, members=["050201"], valid_from=date(2020, 1, 1)
    )
    run = CaseImport.objects.create(
        agency=cast.south, name=ADDRESS, digest="0" * 64, state="tried", started_by="S001",
        columns={"编号": "source_number"}, read=1, faulty=1,
    )  # fmt: skip
    run.faults.create(row=2, field="category", code="unknown", message=ADDRESS)
    return {
        "case_number": case.number,
        "class_set_id": row.pk,
        "case_import_id": run.pk,
        "case_category_id": CaseCategory.objects.get(code="050201").pk,
        "case_tag_id": CaseTag.objects.filter(kind="entry").first().pk,  # type: ignore[union-attr]
    }


def of_analysis_run(cast: Cast) -> dict[str, Any]:
    """A southern run with a result, and a method switched off in the south."""
    made = content()
    made["headline"]["class"]["name"] = made["headline"]["class"]["name_en"] = ADDRESS
    result = make_result(cast.south_station, made, reason=ADDRESS)
    switch = MethodSwitch.objects.create(
        method="near_repeat", agency=cast.south, reason=ADDRESS, off_by="S001"
    )
    return {"analysis_run_id": result.run_id, "method_switch_id": switch.pk}


def of_bulletin(cast: Cast) -> dict[str, Any]:
    """The second edition of a southern bulletin, with a task of its meeting."""
    make_bulletin(cast.south, lead=ADDRESS)
    row = make_bulletin(cast.south, lead=ADDRESS)
    due = timezone.now() + timedelta(days=1)
    code = cast.south_station.code
    task = give_task(row, by=cast.chief, agency=code, title=ADDRESS, due_at=due)
    return {"bulletin_id": row.pk, "bulletin_task_id": task.pk}


def of_study(cast: Cast) -> dict[str, Any]:
    """A southern study that asks a southern station for a second one."""
    study = make_study(cast, south=True, title=ADDRESS, question=ADDRESS)
    task = make_study_task(study, agency=cast.south_station, title=ADDRESS)
    return {"study_id": study.pk, "study_task_id": task.pk}


def of_operation(cast: Cast) -> dict[str, Any]:
    """A southern room with a task and an invitation, a southern series, a model learnt there."""
    operation, task = make_operation(cast, south=True, title=ADDRESS, aim=ADDRESS)
    series: CaseSeries = make_series(cast, south=True, title=ADDRESS)
    model = SeriesModel.objects.create(
        agency=cast.south, content={}, series=3, cases=9, fitted_by=ADDRESS
    )
    return {
        "operation_id": operation.pk,
        "operation_task_id": task.pk,
        "operation_invitation_id": make_invitation(operation, cast.sam, text=ADDRESS).pk,
        "series_id": series.pk,
        "series_model_id": model.pk,
    }


def of_proposal(cast: Cast) -> dict[str, Any]:
    """A measure proposed for a southern cell."""
    row = make_proposal(cast, agency=cast.south_station, cell=cast.south_cell, names=[ADDRESS])
    return {"proposal_id": row.pk}
