"""Routes of cases and of their analysis, with the right to read and the right to write."""

from grid.rights import Right

R = Right

CASES: dict[str, tuple[Right | None, Right | None]] = {}
RUNS: dict[str, tuple[Right | None, Right | None]] = {}
SHEETS: dict[str, tuple[Right | None, Right | None]] = {}
STUDIES: dict[str, tuple[Right | None, Right | None]] = {}
BULLETINS: dict[str, tuple[Right | None, Right | None]] = {}
EXPLORER: dict[str, tuple[Right | None, Right | None]] = {}

ROUTES = CASES | RUNS | SHEETS | STUDIES | BULLETINS | EXPLORER
