"""Plans, containments, posts, and the rows by which they are computed."""

from checkpoints.containment.models.containment import (
    Adjustment,
    Containment,
    ContainmentCounter,
    Crossing,
)
from checkpoints.containment.models.plans import (
    ContainmentPlan,
    PlanPost,
    PlanRing,
    Stage,
    Trigger,
)
from checkpoints.containment.models.posts import PostOrder, PostReport
from checkpoints.containment.models.rules import (
    EscapeDetour,
    EscapeSpeed,
    PostTarget,
    RoadClass,
    RoadLink,
)

__all__ = [
    "Adjustment",
    "Containment",
    "ContainmentCounter",
    "ContainmentPlan",
    "Crossing",
    "EscapeDetour",
    "EscapeSpeed",
    "PlanPost",
    "PlanRing",
    "PostOrder",
    "PostReport",
    "PostTarget",
    "RoadClass",
    "RoadLink",
    "Stage",
    "Trigger",
]
