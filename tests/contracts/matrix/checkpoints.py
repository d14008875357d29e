"""The checkpoints' floor: register, duty levels, work, lookout notices, containment, screens."""

from grid.rights import Right

R = Right

ROUTES: dict[str, tuple[Right | None, Right | None]] = {
    # Register
    # Duty levels
    # Work
    # Lookout notices
    # Containment
    # Screens
}
