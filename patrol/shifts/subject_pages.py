"""Where shifts, handovers and presence checks can be read."""

from grid.ledger.subject_pages import register
from patrol.shifts.models import Handover, PresenceAnswer, PresenceCheck, Shift

register("shift", "shift_detail", Shift.objects.visible_to)
register("shifts.handover", "handover_detail", Handover.objects.visible_to)
register("presence_check", "presence_detail", PresenceCheck.objects.visible_to)
register(
    "shifts.presenceanswer",
    "presence_detail",
    PresenceAnswer.objects.visible_to,
    argument="check_of_id",
)
