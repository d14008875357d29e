"""A thing of the south for whatever the arguments of a route name."""

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.contracts.things.checkpoints import of_checkpoint, of_containment, of_hit, of_notice
from tests.contracts.things.command_center import (
    of_alert,
    of_export,
    of_import,
    of_incident,
    of_note,
    of_rule,
    of_target,
    of_width,
)
from tests.contracts.things.dispatch import (
    of_assignment,
    of_circle,
    of_event,
    of_figure_rule,
    of_mode,
    of_order,
    of_plan,
    of_requirement,
    of_safety_rule,
    of_speed,
)
from tests.contracts.things.ground import of_client, of_place, of_session, of_webhook
from tests.contracts.things.marks import ADDRESS, KEYS
from tests.contracts.things.patrol import (
    of_level,
    of_patrol,
    of_position_limit,
    of_shift,
    of_unit,
    of_work,
)

__all__ = ["ADDRESS", "BY_CODE", "KEYS", "THINGS"]

# What the arguments of a route name, and how the south comes to have one.
THINGS: dict[frozenset[str], Callable[[Cast], dict[str, Any]]] = {
    frozenset({"number"}): of_incident,
    frozenset({"number", "entry_id"}): of_incident,
    frozenset({"alert_id"}): of_alert,
    frozenset({"rule_id"}): of_rule,
    frozenset({"target_id"}): of_target,
    frozenset({"width_id"}): of_width,
    frozenset({"badge_number"}): lambda cast: {"badge_number": "S001"},
    frozenset({"badge_number", "handle"}): of_session,
    frozenset({"grant_id"}): lambda cast: {"grant_id": cast.sam.grants.get().pk},
    frozenset({"client_id"}): of_client,
    frozenset({"place_id"}): of_place,
    frozenset({"limit_id"}): of_position_limit,
    frozenset({"speed_id"}): of_position_limit,
    frozenset({"work_id"}): of_work,
    frozenset({"filing_id"}): of_work,
    frozenset({"supervision_id"}): of_work,
    frozenset({"note_id"}): of_note,
    frozenset({"run_id"}): of_import,
    frozenset({"request_id"}): of_export,
    frozenset({"mode_id"}): of_mode,
    frozenset({"plan"}): of_plan,
    frozenset({"event_id"}): of_event,
    frozenset({"event_id", "part_id"}): of_event,
    frozenset({"duty_id"}): of_event,
    frozenset({"event_id", "to"}): of_event,
    frozenset({"event_id", "kind"}): of_event,
    frozenset({"event_id", "kind", "part_id"}): of_event,
    frozenset({"number", "plan"}): of_plan,
    frozenset({"activation_id"}): of_plan,
    frozenset({"check_id"}): of_plan,
    frozenset({"order_number"}): of_order,
    frozenset({"checkpoint_code"}): of_checkpoint,
    frozenset({"containment_number"}): of_containment,
    frozenset({"containment_plan_id"}): of_containment,
    frozenset({"containment_number", "post_order_id"}): of_containment,
    frozenset({"notice_number"}): of_notice,
    frozenset({"hit_id"}): of_hit,
    frozenset({"call_sign"}): of_unit,
    frozenset({"safety_rule_id"}): of_safety_rule,
    frozenset({"circle_id"}): of_circle,
    frozenset({"requirement_id"}): of_requirement,
    frozenset({"bands_id"}): of_figure_rule,
    frozenset({"timer_id"}): of_figure_rule,
    frozenset({"measure"}): lambda cast: {"measure": "arrival"},
    frozenset({"tier"}): lambda cast: {"tier": 3},
    frozenset({"station_code"}): of_shift,
    frozenset({"posting_id"}): of_shift,
    frozenset({"shift_template_id"}): of_shift,
    frozenset({"shift_id"}): of_shift,
    frozenset({"entry_id"}): of_shift,
    frozenset({"handover_id"}): of_shift,
    frozenset({"presence_id"}): of_shift,
    frozenset({"answer_id"}): of_shift,
    frozenset({"assignment_id"}): of_assignment,
    frozenset({"rule_kind", "row_id"}): of_speed,
    frozenset({"webhook_id"}): of_webhook,
    frozenset({"beat_id"}): of_patrol,
    frozenset({"point_id"}): of_patrol,
    frozenset({"route_id"}): of_patrol,
    frozenset({"round_plan_id"}): of_patrol,
    frozenset({"round_id"}): of_patrol,
    frozenset({"route_proposal_id"}): of_patrol,
    frozenset({"area_level_id"}): of_level,
    frozenset({"overlay_id"}): of_level,
    frozenset({"overlay_template_id"}): of_level,
    frozenset({"control_point_id"}): of_level,
    frozenset({"webhook_id", "delivery_id"}): of_webhook,
}
BY_CODE = {"api_cell": "S-1", "cell_detail": "S-1", "agency": "990200000000"}
