"""What the facts of disputes say, in the reader's language."""

from typing import Any, Final

DISPUTE_ACTS: Final[dict[str, Any]] = {}
DISPUTE_SUBJECTS: Final[dict[str, Any]] = {}
