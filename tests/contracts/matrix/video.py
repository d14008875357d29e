"""Routes of the video floor, with the right to read and the right to write."""

from grid.rights import Right

R = Right

REGISTER: dict[str, tuple[Right | None, Right | None]] = {}
INTAKE: dict[str, tuple[Right | None, Right | None]] = {}
HEALTH: dict[str, tuple[Right | None, Right | None]] = {}
RATES: dict[str, tuple[Right | None, Right | None]] = {}
REPAIR: dict[str, tuple[Right | None, Right | None]] = {}
FOOTAGE: dict[str, tuple[Right | None, Right | None]] = {}
ALARMS: dict[str, tuple[Right | None, Right | None]] = {}
ROUNDS: dict[str, tuple[Right | None, Right | None]] = {}
BOARD: dict[str, tuple[Right | None, Right | None]] = {}

ROUTES = {
    **REGISTER, **INTAKE, **HEALTH, **RATES, **REPAIR, **FOOTAGE, **ALARMS, **ROUNDS, **BOARD,
}  # fmt: skip
