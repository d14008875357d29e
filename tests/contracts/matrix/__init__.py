"""Who may do what where: every route with its two rights, every right with the people who have it.

A route that is not in this table, or whose view carries other marks, fails the contract tests;
so does a person who gets through a gate she is not listed behind.
"""

from grid.rights import Right
from tests.contracts.matrix import checkpoints, command_center, dispatch, ground, patrol

R = Right

# What each of the cast holds, by hand and on purpose: `roles.py` is what is tested.
EVERYBODY = "nora sam chief ada cora pat gus tessa seth audra stranger"
WHO: dict[Right, str] = {
    R.SIGNED_IN: EVERYBODY,
    R.DASHBOARD_VIEW: "nora sam chief ada",
    R.INCIDENT_READ: "nora sam chief ada cora pat gus",
    R.INCIDENT_REPORT: "nora sam chief cora pat gus",
    R.INCIDENT_WORK: "nora sam chief",
    R.INCIDENT_EXPORT: "chief",
    R.INCIDENT_IMPORT: "chief",
    R.PERSONAL_REVEAL: "nora sam chief",
    R.PREMISE_WRITE: "nora sam chief",
    R.CATEGORY_MANAGE: "chief",
    R.ALERT_READ: "nora sam chief ada",
    R.ALERT_HANDLE: "nora sam chief",
    R.ALERT_CONFIGURE: "chief",
    R.HELP_CALL: "nora sam chief cora pat gus",
    R.EVENTS_READ: "nora sam chief ada",
    R.AUDIT_READ: "ada audra",
    R.ACCESS_READ: "ada audra",
    R.WEBHOOK_MANAGE: "tessa",
    R.OBLIGATION_READ: "nora sam chief ada cora pat gus",
    R.TERRITORY_READ: "nora sam chief ada cora pat gus tessa",
    R.TERRITORY_MANAGE: "tessa",
    R.ORGANISATION_READ: "nora sam chief ada cora pat gus tessa seth audra",
    R.AGENCY_MANAGE: "tessa",
    R.OFFICER_MANAGE: "tessa",
    R.ROLE_GRANT: "seth",
    R.CLIENT_MANAGE: "seth",
    R.SYSTEM_HEALTH: "ada tessa",
    R.UNIT_READ: "nora sam chief ada cora pat gus",
    R.UNIT_MANAGE: "chief",
    R.UNIT_STATUS: "nora sam chief cora pat gus",
    R.POSITION_SEND: "cora pat gus",
    R.TRACK_READ: "chief ada",
    R.SHIFT_READ: "nora sam chief ada cora pat gus",
    R.SHIFT_MANAGE: "chief",
    R.SHIFT_SIGN: "nora sam chief cora pat gus",
    R.PRESENCE_CHECK: "chief",
    R.PATROL_READ: "nora sam chief ada cora pat gus",
    R.PATROL_PLAN: "chief",
    R.PATROL_WALK: "cora pat gus",
    R.LEVEL_SET: "chief",
    R.LEVEL_APPROVE: "chief",
    R.WORK_LOG: "cora pat gus",
    R.WORK_SUPERVISE: "chief",
    R.DISPATCH_READ: "nora sam chief ada",
    R.DISPATCH_ASSIGN: "nora sam chief",
    R.ASSIGNMENT_WORK: "cora pat gus",
    R.MODE_SWITCH: "chief",
    R.PLAN_MANAGE: "chief",
    R.PLAN_ACTIVATE: "nora sam chief",
    R.ORDER_READ: "nora sam chief ada cora pat gus",
    R.ORDER_ISSUE: "nora sam chief",
    R.ORDER_SIGN: "nora sam chief cora pat gus",
    R.COVERAGE_MANAGE: "chief",
    R.FIGURES_READ: "nora sam chief ada",
    R.CHECKPOINT_READ: "nora sam chief ada pat gus",
    R.CHECKPOINT_MANAGE: "chief",
    R.DUTY_ORDER: "chief",
    R.DUTY_REPORT: "nora sam chief gus",
    R.DUTY_WAIVE: "chief",
    R.CHECK_COUNT: "gus",
    R.NOTICE_READ: "nora sam chief ada pat gus",
    R.NOTICE_WRITE: "nora sam chief",
    R.NOTICE_APPROVE: "chief",
    R.NOTICE_CHECK: "gus",
    R.HIT_CONFIRM: "nora sam chief gus",
    R.CONTAINMENT_READ: "nora sam chief ada pat gus",
    R.CONTAINMENT_PLAN: "chief",
    R.CONTAINMENT_START: "nora sam chief",
    R.CONTAINMENT_APPROVE: "chief",
    R.CONTAINMENT_WORK: "nora sam chief pat gus",
}

# Route name: the right to read (GET), the right to write (POST, PATCH …; None: nobody writes).
FLOORS = (ground, checkpoints, patrol, command_center, dispatch)
ROUTES = {name: rights for floor in FLOORS for name, rights in floor.ROUTES.items()}
