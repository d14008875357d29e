"""Uploaded files on our own disk for a day: measured while they are written, then cleared away."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.rest.table_files import MOST_BYTES, BadFile

KEPT_FOR: Final = timedelta(days=1)
BLOCK: Final = 1 << 20


def keep_upload(file: Any, folder: Path) -> tuple[str, Path]:
    """The upload as a file of ours and its SHA-256; those older than a day go.

    `file` answers `chunks()` as an uploaded file of Django does. Raises BadFile over 100 MB.
    """
    folder.mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    _clear_old(folder, now)
    digest, size = sha256(), 0
    path = folder / f"upload-{now:%Y%m%d%H%M%S%f}"
    with path.open("wb") as target:
        blocks: Iterable[bytes] = file.chunks()
        for block in blocks:
            size += len(block)
            if size > MOST_BYTES:
                path.unlink()
                raise BadFile(_("The file is larger than 100 MB."))
            digest.update(block)
            target.write(block)
    return digest.hexdigest(), path


def _clear_old(folder: Path, now: datetime) -> None:
    limit = (now - KEPT_FOR).timestamp()
    for path in folder.iterdir():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file of this machine, read as a stream."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
