"""Everything that is done to beats, points, routes, plans and rounds."""

from patrol.rounds.services.checking_in import CheckIn, check_in
from patrol.rounds.services.ground import (
    create_route,
    current_version,
    edit_route,
    put_beat,
    put_point,
    redraw_route,
)
from patrol.rounds.services.planning import (
    NewRound,
    cancel,
    give_to,
    plan_ahead,
    put_plan,
    schedule,
)
from patrol.rounds.services.proposing import decide, propose
from patrol.rounds.services.ruling import put_rule
from patrol.rounds.services.walking import finish, skip, start

__all__ = [
    "CheckIn",
    "NewRound",
    "cancel",
    "check_in",
    "create_route",
    "current_version",
    "decide",
    "edit_route",
    "finish",
    "give_to",
    "plan_ahead",
    "propose",
    "put_beat",
    "put_plan",
    "put_point",
    "put_rule",
    "redraw_route",
    "schedule",
    "skip",
    "start",
]
