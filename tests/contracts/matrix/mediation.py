"""Routes of the mediation floor, with the right to read and the right to write."""

from grid.rights import Right

R = Right

MEDIATORS: dict[str, tuple[Right | None, Right | None]] = {
    "mediation_body_list": (R.DISPUTE_READ, None),
    "mediation_body_export": (R.DISPUTE_READ, None),
    "mediation_body_detail": (R.DISPUTE_READ, None),
    "mediation_body_new": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "mediation_body_edit": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "mediator_list": (R.DISPUTE_READ, None),
    "mediator_export": (R.DISPUTE_READ, None),
    "mediator_new": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "mediator_edit": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "village_group_list": (R.DISPUTE_READ, None),
    "village_group_export": (R.DISPUTE_READ, None),
    "village_group_detail": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "village_group_new": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "village_group_edit": (R.MEDIATOR_MANAGE, R.MEDIATOR_MANAGE),
    "api_mediation_bodies": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "api_mediation_body": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "api_mediators": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "api_mediator": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "api_village_groups": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
    "api_group_activities": (R.DISPUTE_READ, R.MEDIATOR_MANAGE),
}
REGISTER: dict[str, tuple[Right | None, Right | None]] = {
    "dispute_new": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "dispute_import": (R.DISPUTE_ASSIGN, R.DISPUTE_ASSIGN),
    "dispute_rules": (R.DISPUTE_READ, R.DISPUTE_RULES),
    "dispute_unanswered": (R.DISPUTE_READ, None),
    "dispute_calls_export": (R.DISPUTE_READ, None),
    "dispute_from_call": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "dispute_call_answer": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "dispute_detail": (R.DISPUTE_READ, None),
    "dispute_edit": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "dispute_again": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "dispute_reveal": (R.DISPUTE_READ, R.DISPUTE_REPORT),
    "party_new": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "party_edit": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "party_remove": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "api_disputes": (R.DISPUTE_READ, R.DISPUTE_REPORT),
    "api_dispute": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "api_dispute_parties": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "api_dispute_party": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "api_dispute_reveal": (R.DISPUTE_READ, R.DISPUTE_REPORT),
    "api_dispute_contacts": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "api_dispute_twins": (R.DISPUTE_READ, None),
    "api_dispute_calls": (R.DISPUTE_READ, None),
    "api_dispute_call_dispute": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "api_dispute_call_answer": (R.DISPUTE_REPORT, R.DISPUTE_REPORT),
    "api_dispute_categories": (R.DISPUTE_REPORT, None),
}
RISK: dict[str, tuple[Right | None, Right | None]] = {
    "risk_rules": (R.DISPUTE_READ, None),
    "grade_rule_new": (R.DISPUTE_RULES, R.DISPUTE_RULES),
    "risk_checklist_new": (R.DISPUTE_RULES, R.DISPUTE_RULES),
    "risk_checklist": (R.DISPUTE_READ, None),
    "dispute_assess": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "dispute_lead": (R.DISPUTE_ASSIGN, R.DISPUTE_ASSIGN),
    "dispute_visited": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "api_risk_rules": (R.DISPUTE_REPORT, None),
    "api_dispute_assessments": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "api_dispute_leader": (R.DISPUTE_READ, R.DISPUTE_ASSIGN),
    "api_dispute_grade_visits": (R.DISPUTE_WORK, R.DISPUTE_WORK),
}
FLOW_ACTS = {
    R.DISPUTE_WORK: (
        "consents", "sessions", "agreement", "effect", "failure", "refusal", "notice",
        "performed", "breach", "revisits", "extension", "reopening", "danger",
    ),
    R.DISPUTE_ASSIGN: (
        "assignment", "escalation", "suspension", "resumption", "transfer", "receipt",
        "withdrawal", "closing",
    ),
    R.DISPUTE_ARCHIVE: ("archive",),
}  # fmt: skip
MEDIATOR_ACTS = (*FLOW_ACTS[R.DISPUTE_WORK], "declaration")
FLOW: dict[str, tuple[Right | None, Right | None]] = {
    **{f"api_dispute_{act}": (right, right) for right, names in FLOW_ACTS.items() for act in names},
    **{
        f"api_my_dispute_{act}": (R.DISPUTE_MEDIATE, R.DISPUTE_MEDIATE)
        for act in MEDIATOR_ACTS
        if act != "reopening"
    },
    "api_dispute_flow": (R.DISPUTE_READ, None),
    "api_my_disputes": (R.DISPUTE_MEDIATE, None),
    "api_my_dispute": (R.DISPUTE_MEDIATE, None),
    "api_dispute_transfers": (R.DISPUTE_ASSIGN, None),
    "api_dispute_transfer_answer": (R.DISPUTE_ASSIGN, R.DISPUTE_ASSIGN),
    "dispute_work": (R.DISPUTE_WORK, R.DISPUTE_WORK),
    "dispute_direct": (R.DISPUTE_ASSIGN, R.DISPUTE_ASSIGN),
    "dispute_archive": (R.DISPUTE_ARCHIVE, R.DISPUTE_ARCHIVE),
    "dispute_transfer_list": (R.DISPUTE_ASSIGN, None),
    "dispute_transfer_export": (R.DISPUTE_ASSIGN, None),
    "dispute_transfer_answer": (R.DISPUTE_ASSIGN, R.DISPUTE_ASSIGN),
    "my_disputes": (R.DISPUTE_MEDIATE, None),
    "my_dispute": (R.DISPUTE_MEDIATE, None),
    "my_dispute_work": (R.DISPUTE_MEDIATE, R.DISPUTE_MEDIATE),
    "my_dispute_reveal": (R.DISPUTE_MEDIATE, R.DISPUTE_MEDIATE),
    "step_rules": (R.DISPUTE_READ, None),
    "step_rule_new": (R.DISPUTE_RULES, R.DISPUTE_RULES),
}
PAPER_ACTS = ("make", "sign", "deliver")
PAPER_LOOKS = ("read", "file")
DOCUMENTS: dict[str, tuple[Right | None, Right | None]] = {
    "dispute_papers": (R.DISPUTE_READ, None),
    "dispute_paper": (R.DISPUTE_READ, None),
    **{f"dispute_paper_{act}": (R.DISPUTE_READ, R.DISPUTE_WORK) for act in PAPER_ACTS},
    **{f"dispute_paper_{act}": (R.DISPUTE_READ, R.DISPUTE_REPORT) for act in PAPER_LOOKS},
    "my_dispute_papers": (R.DISPUTE_MEDIATE, None),
    "my_dispute_paper": (R.DISPUTE_MEDIATE, None),
    **{
        f"my_dispute_paper_{act}": (R.DISPUTE_MEDIATE, R.DISPUTE_MEDIATE)
        for act in (*PAPER_ACTS, *PAPER_LOOKS)
    },
    "confirmation_file": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "confirmation_decline": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "confirmation_decide": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "api_dispute_papers": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "api_dispute_paper_file": (R.DISPUTE_READ, None),
    "volume_list": (R.DISPUTE_READ, None),
    "volume_export_list": (R.DISPUTE_READ, None),
    "volume_detail": (R.DISPUTE_READ, None),
    "volume_file": (R.DISPUTE_ARCHIVE, R.DISPUTE_ARCHIVE),
    "volume_check": (R.DISPUTE_ARCHIVE, R.DISPUTE_ARCHIVE),
}
BOARD: dict[str, tuple[Right | None, Right | None]] = {
    "dispute_list": (R.DISPUTE_READ, None),
    "dispute_export": (R.DISPUTE_READ, None),
    "dispute_figures": (R.DISPUTE_READ, None),
    "dispute_figures_export": (R.DISPUTE_READ, None),
    "dispute_explain": (R.DISPUTE_READ, R.DISPUTE_WORK),
    "dispute_messages": (R.SIGNED_IN, R.SIGNED_IN),
    "api_dispute_counts": (R.DISPUTE_COUNT, None),
    "api_dispute_figures": (R.DISPUTE_READ, None),
    "api_dispute_explanations": (R.DISPUTE_READ, R.DISPUTE_WORK),
}
PHONE: dict[str, tuple[Right | None, Right | None]] = {
    "my_ground": (R.DISPUTE_REPORT, None),
    "my_ground_state": (R.DISPUTE_REPORT, None),
    "my_ground_session": (R.DISPUTE_REPORT, None),
    "my_ground_worker": (R.PUBLIC, None),
    "dispute_photo": (R.DISPUTE_READ, None),
    "api_dispute_photos": (R.DISPUTE_READ, R.DISPUTE_REPORT),
}
ROUTES = {**MEDIATORS, **REGISTER, **RISK, **FLOW, **DOCUMENTS, **BOARD, **PHONE}
