"""Where programmes, supervisions, meetings and what they gave to do can be read."""

from grid.ledger.subject_pages import register
from grid.service.programmes import selectors
from grid.service.programmes.models import Programme, Supervision

register("programmes.programmeitem", "programme_item_detail", selectors.items)
register("programme", "programme_detail", Programme.objects.visible_to)
register(
    "programmes.supervision",
    "agency_supervision_detail",
    Supervision.objects.visible_to,
    argument="number",
)
register("supervision", "agency_supervision_detail", Supervision.objects.visible_to, key="number")
register("programmes.meetingtask", "meeting_task_detail", selectors.tasks)
register("jointmeeting", "joint_meeting_detail", selectors.meetings)
