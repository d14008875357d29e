"""Every right there is, and the mark by which a route says which one it needs.

A route without a mark is refused by the gate in `grid.organisation.gate` and fails the
contract tests: nothing is reachable by forgetting.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])


class Right(StrEnum):
    """What a role or a client system may be allowed; the value is the scope name of a token."""

    PUBLIC = "public"  # nobody needs to be signed in
    SIGNED_IN = "signed_in"  # any officer or client system, whatever the role or scopes
    DASHBOARD_VIEW = "dashboard.view"
    INCIDENT_READ = "incidents.read"
    INCIDENT_REPORT = "incidents.report"
    INCIDENT_WORK = "incidents.work"
    INCIDENT_EXPORT = "incidents.export"
    INCIDENT_IMPORT = "incidents.import"
    PERSONAL_REVEAL = "personal.reveal"
    PREMISE_WRITE = "premise.write"
    CATEGORY_MANAGE = "categories.manage"
    ALERT_READ = "alerts.read"
    ALERT_HANDLE = "alerts.handle"
    ALERT_CONFIGURE = "alerts.configure"
    HELP_CALL = "help.call"
    EVENTS_READ = "events.read"
    AUDIT_READ = "audit.read"
    ACCESS_READ = "access.read"
    WEBHOOK_MANAGE = "webhooks.manage"
    OBLIGATION_READ = "obligations.read"
    TERRITORY_READ = "territory.read"
    TERRITORY_MANAGE = "territory.manage"
    ORGANISATION_READ = "organisation.read"
    AGENCY_MANAGE = "agencies.manage"
    OFFICER_MANAGE = "officers.manage"
    ROLE_GRANT = "roles.grant"
    CLIENT_MANAGE = "clients.manage"
    SYSTEM_HEALTH = "system.health"
    UNIT_READ = "units.read"
    UNIT_MANAGE = "units.manage"
    UNIT_STATUS = "units.status"  # a patrol officer: of the own unit only
    POSITION_SEND = "positions.send"  # a patrol officer: of the own unit only
    TRACK_READ = "tracks.read"
    SHIFT_READ = "shifts.read"
    SHIFT_MANAGE = "shifts.manage"
    SHIFT_SIGN = "shifts.sign"
    PRESENCE_CHECK = "presence.check"
    PATROL_READ = "patrols.read"
    PATROL_PLAN = "patrols.plan"
    PATROL_WALK = "patrols.walk"
    LEVEL_SET = "levels.set"
    LEVEL_APPROVE = "levels.approve"
    WORK_LOG = "worklog.write"
    WORK_SUPERVISE = "worklog.supervise"
    DISPATCH_READ = "dispatch.read"
    DISPATCH_ASSIGN = "dispatch.assign"
    ASSIGNMENT_WORK = "assignments.work"  # the own unit's assignments
    MODE_SWITCH = "modes.switch"
    PLAN_MANAGE = "plans.manage"
    PLAN_ACTIVATE = "plans.activate"
    ORDER_READ = "orders.read"
    ORDER_ISSUE = "orders.issue"
    ORDER_SIGN = "orders.sign"
    COVERAGE_MANAGE = "coverage.manage"
    FIGURES_READ = "figures.read"
    CHECKPOINT_READ = "checkpoints.read"
    CHECKPOINT_MANAGE = "checkpoints.manage"
    DUTY_ORDER = "duty.order"  # to order another duty level
    DUTY_REPORT = "duty.report"  # to sign for a switch and report ready
    DUTY_WAIVE = "duty.waive"  # to let a checkpoint be ready below its minimum
    CHECK_COUNT = "checks.count"
    NOTICE_READ = "notices.read"
    NOTICE_WRITE = "notices.write"
    NOTICE_APPROVE = "notices.approve"
    NOTICE_CHECK = "notices.check"  # to ask about one plate or document number
    HIT_CONFIRM = "hits.confirm"
    CONTAINMENT_READ = "containments.read"
    CONTAINMENT_PLAN = "containments.plan"
    CONTAINMENT_START = "containments.start"
    CONTAINMENT_APPROVE = "containments.approve"
    CONTAINMENT_WORK = "containments.work"  # the own agency's posts
    CAMERA_READ = "cameras.read"
    CAMERA_MANAGE = "cameras.manage"
    CAMERA_SIGN = "cameras.sign"  # to send what cameras and platforms last said
    CAMERA_GRANT = "cameras.grant"  # to open cameras to another agency, and to close them again
    CAMERA_INSPECT = "cameras.inspect"  # to look at pictures and places for a sample
    EXCLUSION_APPROVE = "exclusions.approve"  # to let hours off out of the rates
    RATE_MANAGE = "rates.manage"
    REPAIR_REPORT = "repairs.report"
    REPAIR_MANAGE = "repairs.manage"
    REPAIR_WORK = "repairs.work"  # a contractor: of the own company only
    FOOTAGE_READ = "footage.read"
    FOOTAGE_REQUEST = "footage.request"
    FOOTAGE_APPROVE = "footage.approve"
    FOOTAGE_ISSUE = "footage.issue"
    ALARM_PRESS = "alarms.press"  # a pole's or a school's system
    VIDEO_ROUND_PLAN = "rounds.plan"
    VIDEO_ROUND_WALK = "rounds.walk"
    SERVICE_READ = "service.read"  # cells at work, visits, venues, teams, programmes
    OFFICE_MANAGE = "offices.manage"
    VISIT_PLAN = "visits.plan"
    VISIT_WRITE = "visits.write"  # visits, errands, counters of the own area
    VENUE_MANAGE = "venues.manage"
    INSPECTION_WORK = "inspections.work"  # to inspect and to report hazards
    HAZARD_VERIFY = "hazards.verify"
    FEED_SEND = "feeds.send"  # a venue's system: that it is alive
    TEAM_MANAGE = "teams.manage"
    PROGRAMME_MANAGE = "programmes.manage"
    SUPERVISION_INSPECT = "supervision.inspect"
    DISPUTE_READ = "disputes.read"
    DISPUTE_REPORT = "disputes.report"
    DISPUTE_WORK = "disputes.work"  # to assess, to ask for consent, to hold sessions
    DISPUTE_ASSIGN = "disputes.assign"  # to assign, lead, escalate and transfer
    DISPUTE_ARCHIVE = "disputes.archive"
    DISPUTE_SENSITIVE = "disputes.sensitive"  # disputes with minors or violence at home
    DISPUTE_REVEAL = "disputes.reveal"
    DISPUTE_MEDIATE = "disputes.mediate"  # a mediator: of the own disputes only
    DISPUTE_COUNT = "disputes.count"  # figures by cell and type, no dispute
    DISPUTE_RULES = "disputes.rules"
    MEDIATOR_MANAGE = "mediators.manage"
    CASE_READ = "cases.read"
    CASE_WRITE = "cases.write"  # to enter and correct cases of the own area, and read their text
    CASE_IMPORT = "cases.import"
    CASE_EXPORT = "cases.export"
    CASE_RULES = "cases.rules"  # categories, class sets, tags
    ANALYSIS_READ = "analysis.read"  # sheets, bulletins, maps: places and times, no person
    ANALYSIS_RUN = "analysis.run"  # to run a period again
    ANALYSIS_SWITCH = "analysis.switch"  # to switch a method off and on
    PROPOSAL_DECIDE = "proposals.decide"
    BULLETIN_WRITE = "bulletins.write"  # to draft and to review
    BULLETIN_ISSUE = "bulletins.issue"
    BULLETIN_SIGN = "bulletins.sign"  # to say that the own agency has read one
    STUDY_WRITE = "studies.write"
    OPERATION_LEAD = "operations.lead"  # to open and close a joint operation
    OPERATION_WORK = "operations.work"  # a member's tasks and log


def requires(read: Right, write: Right | None = None) -> Callable[[T], T]:
    """Mark a view with the right it needs to be read and, where it writes, to write.

    `read` covers GET, HEAD and OPTIONS; `write` every other verb. A view without `write`
    refuses those verbs.
    """

    def mark(view: T) -> T:
        view.read_right = read  # type: ignore[attr-defined]
        view.write_right = write  # type: ignore[attr-defined]
        return view

    return mark


def marked(view: Any) -> Any:
    """The view, or the class behind it, that carries a mark; none where there is no mark."""
    places = (view, getattr(view, "view_class", None), getattr(view, "cls", None))
    return next((place for place in places if hasattr(place, "read_right")), None)
