"""Where what is owed to visits can be read."""

from grid.ledger.subject_pages import register
from grid.service.visits.models import Errand, VisitTask

register("visits.visittask", "visit_task_detail", VisitTask.objects.visible_to)
register("visits.errand", "errand_detail", Errand.objects.visible_to)
