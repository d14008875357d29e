"""Where studies, joint operations and their tasks can be read."""

from command_center.analysis.studies import selectors
from command_center.analysis.studies.models import Operation, OperationTask, Study
from grid.ledger.subject_pages import register

register("study", "study_detail", Study.objects.visible_to, key="number", argument="pk")
register("studies.studytask", "study_task_detail", selectors.study_tasks)
register("operation", "operation_detail", Operation.objects.visible_to, key="number", argument="pk")
register(
    "studies.operationtask",
    "operation_task_detail",
    lambda viewer: OperationTask.objects.filter(operation__in=Operation.objects.visible_to(viewer)),
)
