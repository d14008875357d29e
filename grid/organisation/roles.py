"""The roles (角色) and exactly what each may do: allow-lists, never "all except"."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.rights import Right


class Role(models.TextChoices):
    """What an officer is entrusted with; several may be held at once unless forbidden below."""

    DISPATCHER = "dispatcher", _("Dispatcher")
    DUTY_COMMANDER = "duty_commander", _("Duty commander")
    PATROL = "patrol", _("Patrol officer")
    CHECKPOINT = "checkpoint", _("Checkpoint officer")
    VIDEO_OPERATOR = "video_operator", _("Video operator")
    COMMUNITY_OFFICER = "community_officer", _("Community officer")
    MEDIATOR = "mediator", _("Mediator")
    ANALYST = "analyst", _("Analyst")
    AGENCY_LEADER = "agency_leader", _("Agency leader")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    OVERSIGHT = "oversight", _("Oversight")
    CONTRACTOR = "contractor", _("Maintenance contractor")


R = Right
_LOOK: Final = frozenset({R.INCIDENT_READ, R.TERRITORY_READ, R.ORGANISATION_READ, R.HELP_CALL})

_ON_DUTY: Final = _LOOK | {
    R.UNIT_READ,
    R.PATROL_READ,
    R.ORDER_READ,
    R.ORDER_SIGN,
    R.OBLIGATION_READ,
}
_IN_A_UNIT: Final = _ON_DUTY | {
    R.INCIDENT_REPORT,
    R.UNIT_STATUS,
    R.POSITION_SEND,
    R.SHIFT_READ,
    R.SHIFT_SIGN,
    R.PATROL_WALK,
    R.WORK_LOG,
    R.ASSIGNMENT_WORK,
    R.DISPUTE_REPORT,
}
_AT_A_POST: Final = frozenset(
    {R.CHECKPOINT_READ, R.NOTICE_READ, R.CONTAINMENT_READ, R.CONTAINMENT_WORK}
)
_DISPATCH: Final = _ON_DUTY | {
    R.DASHBOARD_VIEW,
    R.EVENTS_READ,
    R.INCIDENT_REPORT,
    R.INCIDENT_WORK,
    R.PERSONAL_REVEAL,
    R.PREMISE_WRITE,
    R.ALERT_READ,
    R.ALERT_HANDLE,
    R.UNIT_STATUS,
    R.SHIFT_READ,
    R.SHIFT_SIGN,
    R.DISPATCH_READ,
    R.DISPATCH_ASSIGN,
    R.PLAN_ACTIVATE,
    R.ORDER_ISSUE,
    R.FIGURES_READ,
    R.CHECKPOINT_READ,
    R.DUTY_REPORT,
    R.NOTICE_READ,
    R.NOTICE_WRITE,
    R.HIT_CONFIRM,
    R.CONTAINMENT_READ,
    R.CONTAINMENT_START,
    R.CONTAINMENT_WORK,
    R.CAMERA_READ,
    R.REPAIR_REPORT,
    R.FOOTAGE_READ,
    R.FOOTAGE_REQUEST,
    R.SERVICE_READ,
    R.DISPUTE_READ,
    R.DISPUTE_REPORT,
    R.DISPUTE_COUNT,
    R.CASE_READ,
    R.ANALYSIS_READ,
    R.BULLETIN_SIGN,
    R.OPERATION_WORK,
}

RIGHTS_OF: Final[dict[Role, frozenset[Right]]] = {
    Role.DISPATCHER: _DISPATCH,
    Role.DUTY_COMMANDER: _DISPATCH
    | {
        R.INCIDENT_EXPORT,
        R.INCIDENT_IMPORT,
        R.CATEGORY_MANAGE,
        R.ALERT_CONFIGURE,
        R.UNIT_MANAGE,
        R.TRACK_READ,
        R.SHIFT_MANAGE,
        R.PRESENCE_CHECK,
        R.PATROL_PLAN,
        R.LEVEL_SET,
        R.LEVEL_APPROVE,
        R.WORK_SUPERVISE,
        R.MODE_SWITCH,
        R.PLAN_MANAGE,
        R.COVERAGE_MANAGE,
        R.CHECKPOINT_MANAGE,
        R.DUTY_ORDER,
        R.DUTY_WAIVE,
        R.NOTICE_APPROVE,
        R.CONTAINMENT_PLAN,
        R.CONTAINMENT_APPROVE,
        R.CAMERA_MANAGE,
        R.CAMERA_GRANT,
        R.EXCLUSION_APPROVE,
        R.RATE_MANAGE,
        R.REPAIR_MANAGE,
        R.FOOTAGE_APPROVE,
        R.VIDEO_ROUND_PLAN,
        R.VISIT_PLAN,
        R.VENUE_MANAGE,
        R.PROGRAMME_MANAGE,
        R.SUPERVISION_INSPECT,
        R.DISPUTE_ASSIGN,
        R.DISPUTE_SENSITIVE,
        R.DISPUTE_REVEAL,
        R.DISPUTE_RULES,
        R.CASE_EXPORT,
        R.CASE_IMPORT,
        R.CASE_RULES,
        R.ANALYSIS_RUN,
        R.ANALYSIS_SWITCH,
        R.PROPOSAL_DECIDE,
        R.BULLETIN_ISSUE,
        R.OPERATION_LEAD,
    },
    Role.PATROL: _IN_A_UNIT | _AT_A_POST | {R.REPAIR_REPORT, R.FOOTAGE_READ, R.FOOTAGE_REQUEST},
    Role.CHECKPOINT: _IN_A_UNIT
    | _AT_A_POST
    | {R.DUTY_REPORT, R.CHECK_COUNT, R.NOTICE_CHECK, R.HIT_CONFIRM},
    Role.VIDEO_OPERATOR: _IN_A_UNIT
    | {
        R.DASHBOARD_VIEW,
        R.EVENTS_READ,
        R.ALERT_READ,
        R.CAMERA_READ,
        R.CAMERA_MANAGE,
        R.CAMERA_SIGN,
        R.CAMERA_INSPECT,
        R.REPAIR_REPORT,
        R.REPAIR_MANAGE,
        R.FOOTAGE_READ,
        R.FOOTAGE_ISSUE,
        R.VIDEO_ROUND_WALK,
    },
    Role.COMMUNITY_OFFICER: _IN_A_UNIT
    | {
        R.CAMERA_READ,
        R.CAMERA_INSPECT,
        R.REPAIR_REPORT,
        R.FOOTAGE_READ,
        R.FOOTAGE_REQUEST,
        R.SERVICE_READ,
        R.VISIT_WRITE,
        R.INSPECTION_WORK,
        R.HAZARD_VERIFY,
        R.DISPUTE_READ,
        R.DISPUTE_WORK,
        R.DISPUTE_REVEAL,
        R.DISPUTE_COUNT,
        R.CASE_READ,
        R.CASE_WRITE,
        R.ANALYSIS_READ,
        R.STUDY_WRITE,
        R.BULLETIN_SIGN,
        R.OPERATION_WORK,
    },
    Role.MEDIATOR: frozenset({R.TERRITORY_READ, R.HELP_CALL, R.DISPUTE_MEDIATE}),
    Role.ANALYST: _LOOK
    | {
        R.INCIDENT_EXPORT,
        R.FIGURES_READ,
        R.DISPUTE_COUNT,
        R.CASE_READ,
        R.CASE_WRITE,
        R.CASE_IMPORT,
        R.CASE_EXPORT,
        R.CASE_RULES,
        R.ANALYSIS_READ,
        R.ANALYSIS_RUN,
        R.BULLETIN_WRITE,
        R.STUDY_WRITE,
        R.BULLETIN_SIGN,
        R.OPERATION_WORK,
    },
    Role.AGENCY_LEADER: _ON_DUTY
    | {
        R.DASHBOARD_VIEW,
        R.EVENTS_READ,
        R.INCIDENT_EXPORT,
        R.ALERT_READ,
        R.UNIT_MANAGE,
        R.SHIFT_READ,
        R.SHIFT_MANAGE,
        R.PRESENCE_CHECK,
        R.PATROL_PLAN,
        R.LEVEL_SET,
        R.WORK_SUPERVISE,
        R.DISPATCH_READ,
        R.ORDER_ISSUE,
        R.FIGURES_READ,
        R.CHECKPOINT_READ,
        R.CHECKPOINT_MANAGE,
        R.DUTY_ORDER,
        R.DUTY_WAIVE,
        R.NOTICE_READ,
        R.NOTICE_APPROVE,
        R.CONTAINMENT_READ,
        R.CONTAINMENT_APPROVE,
        R.CAMERA_READ,
        R.CAMERA_MANAGE,
        R.CAMERA_GRANT,
        R.EXCLUSION_APPROVE,
        R.REPAIR_MANAGE,
        R.FOOTAGE_READ,
        R.FOOTAGE_APPROVE,
        R.VIDEO_ROUND_PLAN,
        R.SERVICE_READ,
        R.OFFICE_MANAGE,
        R.VISIT_PLAN,
        R.VENUE_MANAGE,
        R.HAZARD_VERIFY,
        R.TEAM_MANAGE,
        R.PROGRAMME_MANAGE,
        R.SUPERVISION_INSPECT,
        R.DISPUTE_READ,
        R.DISPUTE_REPORT,
        R.DISPUTE_WORK,
        R.DISPUTE_ASSIGN,
        R.DISPUTE_ARCHIVE,
        R.DISPUTE_SENSITIVE,
        R.DISPUTE_REVEAL,
        R.DISPUTE_COUNT,
        R.DISPUTE_RULES,
        R.MEDIATOR_MANAGE,
        R.CASE_READ,
        R.CASE_EXPORT,
        R.ANALYSIS_READ,
        R.ANALYSIS_RUN,
        R.ANALYSIS_SWITCH,
        R.PROPOSAL_DECIDE,
        R.BULLETIN_WRITE,
        R.BULLETIN_ISSUE,
        R.STUDY_WRITE,
        R.OPERATION_LEAD,
        R.BULLETIN_SIGN,
        R.OPERATION_WORK,
    },
    Role.SYSTEM_ADMIN: frozenset(
        {
            R.ORGANISATION_READ,
            R.AGENCY_MANAGE,
            R.OFFICER_MANAGE,
            R.TERRITORY_READ,
            R.TERRITORY_MANAGE,
            R.WEBHOOK_MANAGE,
            R.SYSTEM_HEALTH,
        }
    ),
    Role.SECURITY_ADMIN: frozenset({R.ORGANISATION_READ, R.ROLE_GRANT, R.CLIENT_MANAGE}),
    Role.AUDIT_ADMIN: frozenset({R.ORGANISATION_READ, R.AUDIT_READ, R.ACCESS_READ}),
    Role.OVERSIGHT: frozenset(
        {
            R.DASHBOARD_VIEW,
            R.INCIDENT_READ,
            R.TERRITORY_READ,
            R.ORGANISATION_READ,
            R.ALERT_READ,
            R.EVENTS_READ,
            R.AUDIT_READ,
            R.ACCESS_READ,
            R.OBLIGATION_READ,
            R.SYSTEM_HEALTH,
            R.UNIT_READ,
            R.TRACK_READ,
            R.SHIFT_READ,
            R.PATROL_READ,
            R.DISPATCH_READ,
            R.ORDER_READ,
            R.FIGURES_READ,
            R.CHECKPOINT_READ,
            R.NOTICE_READ,
            R.CONTAINMENT_READ,
            R.CAMERA_READ,
            R.FOOTAGE_READ,
            R.SERVICE_READ,
            R.DISPUTE_READ,
            R.DISPUTE_COUNT,
            R.CASE_READ,
            R.ANALYSIS_READ,
        }
    ),
    Role.CONTRACTOR: frozenset({R.REPAIR_WORK}),
}

ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
NEEDS_TOTP: Final = ADMINISTRATORS | {Role.OVERSIGHT}
RIGHTS_NEEDING_TOTP: Final = frozenset({R.PERSONAL_REVEAL, R.INCIDENT_EXPORT})


def compatible(roles: frozenset[Role]) -> bool:
    """Whether one person may hold these roles together.

    Administrators are three people (GB/T 22239-2019 8.1.4.2 d).
    Oversight holds nothing else, nor does a contractor, who is of a firm.
    """
    if roles & ADMINISTRATORS or roles & {Role.OVERSIGHT, Role.CONTRACTOR}:
        return len(roles) == 1
    return True
