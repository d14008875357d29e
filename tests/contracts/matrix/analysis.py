"""Routes of cases and of their analysis, with the right to read and the right to write."""

from grid.rights import Right

R = Right

CASES: dict[str, tuple[Right | None, Right | None]] = {
    "case_list": (R.CASE_READ, None),
    "case_export": (R.CASE_EXPORT, None),
    "case_new": (R.CASE_WRITE, R.CASE_WRITE),
    "case_detail": (R.CASE_READ, None),
    "case_edit": (R.CASE_WRITE, R.CASE_WRITE),
    "case_text": (R.CASE_WRITE, R.CASE_WRITE),
    "case_solve": (R.CASE_WRITE, R.CASE_WRITE),
    "case_withdraw": (R.CASE_WRITE, R.CASE_WRITE),
    "case_void": (R.CASE_WRITE, R.CASE_WRITE),
    "case_reopen": (R.CASE_WRITE, R.CASE_WRITE),
    "case_import": (R.CASE_IMPORT, R.CASE_IMPORT),
    "case_import_run": (R.CASE_IMPORT, None),
    "case_import_decide": (R.CASE_IMPORT, R.CASE_IMPORT),
    "case_import_faults": (R.CASE_IMPORT, None),
    "case_reference": (R.CASE_READ, None),
    "case_category_new": (R.CASE_RULES, R.CASE_RULES),
    "case_category_edit": (R.CASE_RULES, R.CASE_RULES),
    "case_tag_new": (R.CASE_RULES, R.CASE_RULES),
    "case_tag_edit": (R.CASE_RULES, R.CASE_RULES),
    "class_set_new": (R.CASE_RULES, R.CASE_RULES),
    "class_set_end": (R.CASE_RULES, R.CASE_RULES),
    "api_cases": (R.CASE_READ, R.CASE_WRITE),
    "api_case_batch": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case_check": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case": (R.CASE_READ, R.CASE_WRITE),
    "api_case_revisions": (R.CASE_READ, None),
    "api_case_solve": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case_withdraw": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case_void": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case_reopen": (R.CASE_WRITE, R.CASE_WRITE),
    "api_case_categories": (R.CASE_READ, None),
    "api_case_class_sets": (R.CASE_READ, None),
    "api_case_tags": (R.CASE_READ, None),
    "api_case_imports": (R.CASE_IMPORT, R.CASE_IMPORT),
    "api_case_import": (R.CASE_IMPORT, None),
    "api_case_import_faults": (R.CASE_IMPORT, None),
}
RUNS: dict[str, tuple[Right | None, Right | None]] = {
    "run_calendar": (R.ANALYSIS_READ, None),
    "run_calendar_export": (R.ANALYSIS_READ, None),
    "run_list": (R.ANALYSIS_READ, None),
    "run_export": (R.ANALYSIS_READ, None),
    "run_detail": (R.ANALYSIS_READ, None),
    "run_again": (R.ANALYSIS_READ, R.ANALYSIS_RUN),
    "run_compare": (R.ANALYSIS_READ, None),
    "job_rule_list": (R.ANALYSIS_READ, None),
    "job_rule_export": (R.ANALYSIS_READ, None),
    "job_rule_new": (R.ANALYSIS_SWITCH, R.ANALYSIS_SWITCH),
    "algorithm_register": (R.ANALYSIS_READ, None),
    "algorithm_export": (R.ANALYSIS_READ, None),
    "method_switch_list": (R.ANALYSIS_READ, None),
    "method_switch_export": (R.ANALYSIS_READ, None),
    "method_switch_new": (R.ANALYSIS_SWITCH, R.ANALYSIS_SWITCH),
    "method_switch_detail": (R.ANALYSIS_READ, None),
    "method_switch_end": (R.ANALYSIS_READ, R.ANALYSIS_SWITCH),
    "api_analysis_runs": (R.ANALYSIS_READ, None),
    "api_analysis_run": (R.ANALYSIS_READ, None),
    "api_analysis_run_again": (R.ANALYSIS_READ, R.ANALYSIS_RUN),
    "api_analysis_results": (R.ANALYSIS_READ, None),
    "api_analysis_result": (R.ANALYSIS_READ, None),
}
SHEETS: dict[str, tuple[Right | None, Right | None]] = {}
STUDIES: dict[str, tuple[Right | None, Right | None]] = {}
BULLETINS: dict[str, tuple[Right | None, Right | None]] = {}
EXPLORER: dict[str, tuple[Right | None, Right | None]] = {}

ROUTES = CASES | RUNS | SHEETS | STUDIES | BULLETINS | EXPLORER
