"""Routes of the mediation floor, with the right to read and the right to write."""

from grid.rights import Right

R = Right

MEDIATORS: dict[str, tuple[Right | None, Right | None]] = {}
REGISTER: dict[str, tuple[Right | None, Right | None]] = {}
RISK: dict[str, tuple[Right | None, Right | None]] = {}
FLOW: dict[str, tuple[Right | None, Right | None]] = {}
DOCUMENTS: dict[str, tuple[Right | None, Right | None]] = {}
BOARD: dict[str, tuple[Right | None, Right | None]] = {}
PHONE: dict[str, tuple[Right | None, Right | None]] = {}
ROUTES = {**MEDIATORS, **REGISTER, **RISK, **FLOW, **DOCUMENTS, **BOARD, **PHONE}
