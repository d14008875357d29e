"""Where a camera looks: its sector on the ground, and whether a place lies in it.

Angles are degrees clockwise from north, distances metres on the ground. What the file does not
say is assumed, and said to be assumed: the eighth of the compass it names (监控方位) is 45 degrees
wide on either side together with the usual opening of a lens, and a street camera sees as far as
a person can be made out. A high lookout (制高点) sees all around, 5 km far.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from video.register.models.codes import CameraType, Direction, FunctionType

LOOKOUT_M: Final = 5_000.0  # practice: a high lookout's ring
STREET_M: Final = 50.0  # assumed where no file says how far
OPENING: Final = 90.0  # assumed where no file says how wide
ALL_ROUND: Final = 360.0
MOVING: Final = frozenset({CameraType.DOME_PTZ, CameraType.BULLET_PTZ})
BEARING_OF: Final[dict[int, float]] = {
    Direction.NORTH: 0, Direction.NORTHEAST: 45, Direction.EAST: 90, Direction.SOUTHEAST: 135,
    Direction.SOUTH: 180, Direction.SOUTHWEST: 225, Direction.WEST: 270, Direction.NORTHWEST: 315,
}  # fmt: skip

LOOKS, TURNS, UNKNOWN, AWAY, TOO_FAR = "looks", "can_turn", "unknown", "away", "too_far"
SEEING: Final = frozenset({LOOKS, TURNS})


@dataclass(frozen=True, slots=True)
class Sector:
    """What a camera sees of the ground; no `bearing`: nobody knows where it looks."""

    bearing: float | None
    angle: float
    radius: float
    turns: bool = False
    assumed: bool = False  # not all of it stands in the file

    def sees(self, *, azimuth: float, distance: float) -> str:
        """How it stands to a place so far away in that direction (a word of this module)."""
        if distance > self.radius:
            return TOO_FAR
        if self.angle >= ALL_ROUND:
            return LOOKS
        if self.bearing is not None and off(azimuth, self.bearing) <= self.angle / 2:
            return LOOKS
        if self.turns:
            return TURNS
        return UNKNOWN if self.bearing is None else AWAY


def off(one: float, other: float) -> float:
    """The angle between two directions, 0 to 180."""
    return abs((one - other + 180) % 360 - 180)


def sector(
    *,
    bearing: float | None,
    angle: float | None,
    radius: float | None,
    direction: int | None = None,
    camera_type: int | None = None,
    functions: Sequence[int] = (),
) -> Sector:
    """The sector of a camera from what its file says."""
    is_lookout = FunctionType.HIGH_POINT in functions
    all_round = direction == Direction.ALL or (is_lookout and bearing is None)
    looks = bearing if bearing is not None else BEARING_OF.get(direction or 0)
    far = radius or (LOOKOUT_M if is_lookout else STREET_M)
    wide = ALL_ROUND if all_round and angle is None else angle or OPENING
    return Sector(
        looks, wide, far, turns=camera_type in MOVING, assumed=None in (bearing, angle, radius)
    )
