"""What the facts of work on the ground say, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

SERVICE_ACTS: Final[dict[str, Any]] = {
    "service.office_created": _("Office set up"),
    "service.office_changed": _("Office changed"),
    "service.office_closed": _("Office closed"),
    "service.office_staff_posted": _("Somebody posted to an office"),
    "service.office_staff_ended": _("Duty at an office ended"),
    "service.office_team_changed": _("Team of an office changed"),
    "service.staffing_norm_set": _("Staffing norm set"),
    "service.assistant_added": _("Village assistant entered"),
    "service.assistant_changed": _("Village assistant changed"),
    "service.assistant_ended": _("Village assistant ended work"),
}
SERVICE_SUBJECTS: Final[dict[str, Any]] = {
    "office": _("Community office"),
    "staffing_norm": _("Staffing norm"),
    "village_assistant": _("Village assistant"),
}
