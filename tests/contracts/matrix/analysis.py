"""Routes of cases and of their analysis, with the right to read and the right to write."""

from grid.rights import Right

R = Right

CASES: dict[str, tuple[Right | None, Right | None]] = {
    "case_list": (R.CASE_READ, None),
    "case_export": (R.CASE_EXPORT, None),
    "case_new": (R.CASE_WRITE, R.CASE_WRITE),
    "case_detail": (R.CASE_READ, None),
    "case_edit": (R.CASE_WRITE, R.CASE_WRITE),
    "case_text": (None, R.CASE_WRITE),
    "case_solve": (None, R.CASE_WRITE),
    "case_withdraw": (None, R.CASE_WRITE),
    "case_void": (None, R.CASE_WRITE),
    "case_reopen": (None, R.CASE_WRITE),
    "case_import": (R.CASE_IMPORT, R.CASE_IMPORT),
    "case_import_run": (R.CASE_IMPORT, None),
    "case_import_decide": (None, R.CASE_IMPORT),
    "case_import_faults": (R.CASE_IMPORT, None),
    "case_reference": (R.CASE_READ, None),
    "case_category_new": (R.CASE_RULES, R.CASE_RULES),
    "case_category_edit": (R.CASE_RULES, R.CASE_RULES),
    "case_tag_new": (R.CASE_RULES, R.CASE_RULES),
    "case_tag_edit": (R.CASE_RULES, R.CASE_RULES),
    "class_set_new": (R.CASE_RULES, R.CASE_RULES),
    "class_set_end": (None, R.CASE_RULES),
}
RUNS: dict[str, tuple[Right | None, Right | None]] = {}
SHEETS: dict[str, tuple[Right | None, Right | None]] = {}
STUDIES: dict[str, tuple[Right | None, Right | None]] = {}
BULLETINS: dict[str, tuple[Right | None, Right | None]] = {}
EXPLORER: dict[str, tuple[Right | None, Right | None]] = {}

ROUTES = CASES | RUNS | SHEETS | STUDIES | BULLETINS | EXPLORER
