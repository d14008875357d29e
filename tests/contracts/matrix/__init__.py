"""Who may do what where: every route with its two rights, every right with the people who have it.

A route that is not in this table, or whose view carries other marks, fails the contract tests;
so does a person who gets through a gate she is not listed behind.
"""

from grid.rights import Right
from tests.contracts.matrix import command_center, dispatch, ground, patrol

R = Right

# What each of the cast holds, by hand and on purpose: `roles.py` is what is tested.
EVERYBODY = "nora sam chief ada cora pat tessa seth audra stranger"
WHO: dict[Right, str] = {
    R.SIGNED_IN: EVERYBODY,
    R.DASHBOARD_VIEW: "nora sam chief ada",
    R.INCIDENT_READ: "nora sam chief ada cora pat",
    R.INCIDENT_REPORT: "nora sam chief cora pat",
    R.INCIDENT_WORK: "nora sam chief",
    R.INCIDENT_EXPORT: "chief",
    R.INCIDENT_IMPORT: "chief",
    R.PERSONAL_REVEAL: "nora sam chief",
    R.PREMISE_WRITE: "nora sam chief",
    R.CATEGORY_MANAGE: "chief",
    R.ALERT_READ: "nora sam chief ada",
    R.ALERT_HANDLE: "nora sam chief",
    R.ALERT_CONFIGURE: "chief",
    R.HELP_CALL: "nora sam chief cora pat",
    R.EVENTS_READ: "nora sam chief ada",
    R.AUDIT_READ: "ada audra",
    R.ACCESS_READ: "ada audra",
    R.WEBHOOK_MANAGE: "tessa",
    R.OBLIGATION_READ: "nora sam chief ada cora pat",
    R.TERRITORY_READ: "nora sam chief ada cora pat tessa",
    R.TERRITORY_MANAGE: "tessa",
    R.ORGANISATION_READ: "nora sam chief ada cora pat tessa seth audra",
    R.AGENCY_MANAGE: "tessa",
    R.OFFICER_MANAGE: "tessa",
    R.ROLE_GRANT: "seth",
    R.CLIENT_MANAGE: "seth",
    R.SYSTEM_HEALTH: "ada tessa",
    R.UNIT_READ: "nora sam chief ada cora pat",
    R.UNIT_MANAGE: "chief",
    R.UNIT_STATUS: "nora sam chief cora pat",
    R.POSITION_SEND: "cora pat",
    R.TRACK_READ: "chief ada",
    R.SHIFT_READ: "nora sam chief ada cora pat",
    R.SHIFT_MANAGE: "chief",
    R.SHIFT_SIGN: "nora sam chief cora pat",
    R.PRESENCE_CHECK: "chief",
    R.PATROL_READ: "nora sam chief ada cora pat",
    R.PATROL_PLAN: "chief",
    R.PATROL_WALK: "cora pat",
    R.LEVEL_SET: "chief",
    R.LEVEL_APPROVE: "chief",
    R.WORK_LOG: "cora pat",
    R.WORK_SUPERVISE: "chief",
    R.DISPATCH_READ: "nora sam chief ada",
    R.DISPATCH_ASSIGN: "nora sam chief",
    R.ASSIGNMENT_WORK: "cora pat",
    R.MODE_SWITCH: "chief",
    R.PLAN_MANAGE: "chief",
    R.PLAN_ACTIVATE: "nora sam chief",
    R.ORDER_READ: "nora sam chief ada cora pat",
    R.ORDER_ISSUE: "nora sam chief",
    R.ORDER_SIGN: "nora sam chief cora pat",
    R.COVERAGE_MANAGE: "chief",
    R.FIGURES_READ: "nora sam chief ada",
}

# Route name: the right to read (GET), the right to write (POST, PATCH …; None: nobody writes).
FLOORS = (ground, patrol, command_center, dispatch)
ROUTES = {name: rights for floor in FLOORS for name, rights in floor.ROUTES.items()}
