"""What the facts of cases and of their analysis say, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

CASE_ACTS: Final[dict[str, Any]] = {
    "cases.entered": _("Case entered"),
    "cases.corrected": _("Case corrected"),
    "analysis.finished": _("Analysis of a period finished"),
    "analysis.failed": _("Analysis of a period failed"),
}
CASE_SUBJECTS: Final[dict[str, Any]] = {
    "case": _("Case"),
    "analysis_run": _("Run of the analysis"),
}
