"""Ground that is patrolled, what is planned on it, and what was walked."""

from patrol.rounds.models.ground import Beat, PatrolPoint, Route, RouteStop, RouteVersion
from patrol.rounds.models.plans import Mode, PatrolRule, PlanLeg, RoundPlan, RouteProposal
from patrol.rounds.models.walks import (
    OPEN,
    OVER,
    MissReason,
    Round,
    RoundHandover,
    RoundStop,
    Visit,
    WindowCheck,
)

__all__ = [
    "OPEN",
    "OVER",
    "Beat",
    "MissReason",
    "Mode",
    "PatrolPoint",
    "PatrolRule",
    "PlanLeg",
    "Round",
    "RoundHandover",
    "RoundPlan",
    "RoundStop",
    "Route",
    "RouteProposal",
    "RouteStop",
    "RouteVersion",
    "Visit",
    "WindowCheck",
]
