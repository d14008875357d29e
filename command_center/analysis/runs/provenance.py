"""What a result was made with: the code, the seed, and plain values only."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np

from command_center.analysis.runs.registry import JobSpec

_CODE: Final = Path(__file__).resolve().parent.parent  # the analysis with its methods


@cache
def code_digest() -> str:
    """SHA-256 over the code of the analysis as this process found it on the disk."""
    total = sha256()
    for path in sorted(_CODE.rglob("*.py")):
        total.update(path.relative_to(_CODE).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def code_version(spec: JobSpec) -> str:
    """The version a job gives itself, and the beginning of the digest of the code."""
    return f"{spec.version}+{code_digest()[:12]}"


def seed_of(job: str, period: str, agency_code: str) -> int:
    """The same for every revision: equal rows and parameters give equal figures."""
    told = sha256(f"{job} {period} {agency_code}".encode()).digest()
    return int.from_bytes(told[:7], "big")


def plain(content: Any) -> dict[str, Any]:
    """JSON-ready values, numbers of numpy made plain; raises ValueError for NaN or infinity."""
    told: dict[str, Any] = json.loads(json.dumps(content, default=_plain, allow_nan=False))
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a result.")
