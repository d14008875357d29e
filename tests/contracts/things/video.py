"""Things of the video floor that belong to the south."""

from typing import Any

from tests.cast import Cast
from tests.video.make import make_camera


def of_camera(cast: Cast) -> dict[str, Any]:
    """A southern camera."""
    return {"camera_code": make_camera(cast, agency=cast.south_station).code}
