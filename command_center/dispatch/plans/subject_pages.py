"""Where the post of an event can be read: on the board of its day."""

from command_center.dispatch.plans.models import EventPlan, EventPost
from grid.ledger.subject_pages import register

register("event_post", "event_board", EventPost.objects.visible_to, argument="event_id")
register("event_plan", "event_detail", EventPlan.objects.visible_to)
