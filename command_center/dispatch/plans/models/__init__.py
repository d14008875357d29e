"""Rows of response plans and of event plans."""

from command_center.dispatch.plans.models.events import (
    EventCrew,
    EventMilestone,
    EventOrder,
    EventPlan,
    EventPost,
    EventResource,
    PostDuty,
    PostMove,
)
from command_center.dispatch.plans.models.response import (
    PlanActivation,
    PlanCheck,
    PlanNeed,
    ResponsePlan,
    ResponsePlanVersion,
)

__all__ = [
    "EventCrew",
    "EventMilestone",
    "EventOrder",
    "EventPlan",
    "EventPost",
    "EventResource",
    "PlanActivation",
    "PlanCheck",
    "PlanNeed",
    "PostDuty",
    "PostMove",
    "ResponsePlan",
    "ResponsePlanVersion",
]
