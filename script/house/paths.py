"""Where things are: the repository, and `var/`, the one folder that running it writes to."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
STAMPS = VAR / "stamp"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FLOORS = [
    ROOT / name
    for name in ("command_center", "checkpoints", "patrol", "video", "mediation", "grid")
]


def make_var() -> None:
    """`var/` may be walked through by PostgreSQL's user, and read by nobody."""
    for folder in (VAR, LOGS, STAMPS):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)


def digest(*paths: Path, extra: str = "") -> str:
    """One hash of the contents of files and of what else matters."""
    total = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def stamped(name: str, value: str) -> bool:
    """Whether the step `name` was finished for exactly this `value`."""
    path = STAMPS / name
    return path.exists() and path.read_text() == value


def stamp(name: str, value: str) -> None:
    """Note that the step `name` is finished for `value`."""
    (STAMPS / name).write_text(value)
