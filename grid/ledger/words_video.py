"""What the facts of the video floor say, in the reader's language."""

from typing import Any, Final

VIDEO_ACTS: Final[dict[str, Any]] = {}

VIDEO_SUBJECTS: Final[dict[str, Any]] = {}
