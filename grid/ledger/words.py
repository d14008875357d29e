"""What the registers' codes mean, for people who read them; the codes stay what machines read."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

ACTS: Final[dict[str, Any]] = {
    "incidents.received": _("Incident received"),
    "incidents.edited": _("Incident corrected"),
    "incidents.moved": _("Incident moved to another state"),
    "incidents.noted": _("Note in the timeline"),
    "incidents.struck": _("Timeline entry struck"),
    "incidents.linked": _("Incidents linked"),
    "incidents.merged": _("Incidents merged"),
    "incidents.unmerged": _("Incidents separated"),
    "incidents.reopened": _("Incident reopened"),
    "incidents.closed": _("Incident closed"),
    "incidents.revealed": _("Caller revealed"),
    "incidents.reveal_excess": _("Unusually many callers revealed"),
    "incidents.imported": _("Incidents imported"),
    "incidents.premise_noted": _("Premise note written"),
    "incidents.waiting_too_long": _("Incident waiting too long"),
    "alerts.raised": _("Alert raised"),
    "alerts.acknowledged": _("Alert acknowledged"),
    "alerts.shelved": _("Alert shelved"),
    "alerts.unshelved": _("Alert back from the shelf"),
    "alerts.resolved": _("Alert resolved"),
    "alerts.escalated": _("Alert escalated"),
    "alerts.help_called": _("Officer called for help"),
    "alerts.button_pressed": _("Alarm button pressed"),
    "alerts.rule_changed": _("Alert rule changed"),
    "dispatch.mode_changed": _("Dispatch taken over or given back"),
    "organisation.officer_signed_in": _("Signed in"),
    "organisation.officer_signed_out": _("Signed out"),
    "organisation.sign_in_failed": _("Failed sign-in"),
    "organisation.session_ended": _("Session ended"),
    "organisation.came_on_duty": _("Came on duty"),
    "organisation.went_off_duty": _("Went off duty"),
    "organisation.password_changed": _("Password changed"),
    "organisation.password_reset": _("One-time password issued"),
    "organisation.second_factor_removed": _("Second factor removed"),
    "organisation.role_granted": _("Role asked for"),
    "organisation.role_approved": _("Role approved"),
    "organisation.role_revoked": _("Role revoked"),
    "organisation.officer_created": _("Officer added"),
    "organisation.officer_changed": _("Officer changed"),
    "organisation.agency_created": _("Agency added"),
    "organisation.agency_renamed": _("Agency renamed"),
    "organisation.agency_moved": _("Agency moved"),
    "organisation.agency_closed": _("Agency closed"),
    "organisation.client_created": _("Client system added"),
    "organisation.client_revoked": _("Client system revoked"),
    "organisation.preferences_changed": _("Preferences changed"),
    "territory.place_created": _("Place registered"),
    "territory.place_edited": _("Place changed"),
    "territory.officer_posted": _("Officer made responsible for a cell"),
    "ledger.access_noted": _("Look at the registers or personal data"),
    "ledger.retention_applied": _("Expired data deleted"),
    "ledger.webhook_created": _("Webhook added"),
    "ledger.webhook_edited": _("Webhook changed"),
    "ledger.webhook_rotated": _("Webhook secret renewed"),
    "ledger.webhook_deleted": _("Webhook deleted"),
    "ledger.webhook_resent": _("Delivery sent again"),
    "ledger.epoch_begun": _("New epoch begun"),
}
CHANNELS: Final[dict[str, Any]] = {
    "screen": _("Screen"),
    "form": _("Phone form"),
    "web": _("Web page"),
    "api": _("REST"),
    "import": _("Import"),
    "radio": _("Radio"),
    "system": _("Platform"),
}
SUBJECTS: Final[dict[str, Any]] = {
    "agency": _("Agency"),
    "alert": _("Alert"),
    "alert_rule": _("Alert rule"),
    "cell": _("Cell"),
    "client": _("Client system"),
    "command_mode": _("Major mode"),
    "device": _("Device"),
    "export_request": _("Export"),
    "import_run": _("Import"),
    "incident": _("Incident"),
    "incident_list": _("Incident list"),
    "officer": _("Officer"),
    "place": _("Place"),
    "premise_note": _("Premise note"),
    "register": _("Register"),
    "table": _("Table"),
    "webhook": _("Webhook"),
}
OPERATIONS: Final[dict[str, Any]] = {
    "consultation": _("Consultation"),
    "disclosure": _("Disclosure"),
    "export": _("Export"),
    "erasure": _("Erasure"),
    "review": _("Review"),
}
PURPOSES: Final[dict[str, Any]] = {
    "supervision": _("Supervision"),
}


def said(code: str, words: dict[str, Any]) -> str:
    """The word for a code; a code that has none is shown as it is, never hidden."""
    return str(words.get(code, code))
