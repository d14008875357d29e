"""Where an assignment can be read."""

from command_center.dispatch.assignments.models import Assignment
from grid.ledger.subject_pages import register

register("assignments.assignment", "assignment_detail", Assignment.objects.visible_to)
register("assignment", "assignment_detail", Assignment.objects.visible_to)
