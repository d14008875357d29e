"""What the facts of work on the ground say, in the reader's language."""

from typing import Any, Final

SERVICE_ACTS: Final[dict[str, Any]] = {}
SERVICE_SUBJECTS: Final[dict[str, Any]] = {}
