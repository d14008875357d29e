"""Things of the checkpoints' floor that belong to the south."""

from typing import Any

from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint


def of_checkpoint(cast: Cast) -> dict[str, Any]:
    """A southern checkpoint."""
    return {"checkpoint_code": make_checkpoint(cast, agency=cast.south_station).code}
