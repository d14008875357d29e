"""What the facts of cases and of their analysis say, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

CASE_ACTS: Final[dict[str, Any]] = {
    "cases.entered": _("Case entered"),
    "cases.corrected": _("Case corrected"),
    "cases.solved": _("Case solved"),
    "cases.withdrawn": _("Case withdrawn"),
    "cases.voided": _("Case taken out as entered in error"),
    "cases.reopened": _("Case reopened"),
    "cases.imported": _("Cases imported"),
    "cases.exported": _("Cases exported"),
    "cases.rules_changed": _("Rules of counting cases changed"),
    "analysis.finished": _("Analysis of a period finished"),
    "analysis.failed": _("Analysis of a period failed"),
    "analysis.run_again": _("Period to be analysed again"),
    "analysis.switched_off": _("Method of the analysis switched off"),
    "analysis.switched_on": _("Method of the analysis switched on again"),
    "analysis.rule_set": _("Hour of an analysis set"),
}
CASE_SUBJECTS: Final[dict[str, Any]] = {
    "case": _("Case"),
    "case_import": _("Import of cases"),
    "case_rule": _("Rule of counting cases"),
    "case_list": _("List of cases"),
    "analysis_run": _("Run of the analysis"),
    "analysis_method": _("Method of the analysis"),
    "analysis_rule": _("Rule of the analysis"),
}
