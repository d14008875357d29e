"""Where the post of an event can be read: on the board of its day."""

from command_center.dispatch.plans.models import EventPlan, EventPost, PostDuty
from grid.ledger.subject_pages import register

register("event_plan", "event_detail", EventPlan.objects.visible_to)
register("event_post", "event_board", EventPost.objects.visible_to, argument="event_id")
register(
    "plans.postduty",
    "event_board",
    lambda viewer: PostDuty.objects.filter(post__event__in=EventPlan.objects.visible_to(viewer)),
    argument="post__event_id",
)
