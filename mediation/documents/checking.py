"""Whether a volume is still what was archived: in the database, or as a file that came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import msgspec
from django.utils.translation import gettext as _

from mediation.documents.models import Volume
from mediation.documents.packing import FORMAT, MANIFEST, SEAL, VOLUME, bytes_of, digest, file_of

MOST_BYTES: Final = 60 << 20
MOST_UNPACKED: Final = 200 << 20
MOST_FILES: Final = 500


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What a check found: the volume, whether this platform knows it, every fault in words."""

    number: str = ""
    sha256: str = ""
    pages: int = 0
    files: int = 0
    is_known: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults


def check_volume(volume: Volume) -> Verdict:
    """Check a volume as it lies in the database; pages deleted in their time are no fault."""
    files = {
        file_of(item): bytes_of(item) for item in volume.items.all() if item.content is not None
    }
    verdict = Verdict(is_known=True)
    _check(verdict, volume.manifest.encode(), files, is_whole=False)
    _against(verdict, volume)
    return verdict


def check_zip(data: bytes) -> Verdict:
    """Check a file that came back: its own hashes first, then what this platform archived."""
    verdict = Verdict()
    files = _unpacked(data, verdict)
    manifest = files.pop(MANIFEST, b"")
    seal = files.pop(SEAL, b"").decode("ascii", "replace")[:64]
    if not manifest:
        verdict.faults.append(_("This is no archive volume: it has no manifest."))
        return verdict
    if digest(manifest) != seal:
        verdict.faults.append(_("The index does not fit its hash."))
    _check(verdict, manifest, files, is_whole=True)
    known = Volume.objects.filter(number=verdict.number).first()
    if known is not None:
        verdict.is_known = True
        _against(verdict, known)
    return verdict


def _unpacked(data: bytes, verdict: Verdict) -> dict[str, bytes]:
    """Files by name; nothing is unpacked that would become too large."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            names = {entry.filename for entry in entries}
            if len(names) != len(entries) or len(entries) > MOST_FILES or total > MOST_UNPACKED:
                verdict.faults.append(_("The file would unpack to more than a volume is."))
                return {}
            return {entry.filename: archive.read(entry) for entry in entries}
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        verdict.faults.append(_("The file is no ZIP file, or it is damaged."))
        return {}


def _check(
    verdict: Verdict, manifest: bytes, files: Mapping[str, bytes], *, is_whole: bool
) -> None:
    """Read the manifest and hold every file against it."""
    told = _read(manifest)
    if told is None:
        verdict.faults.append(_("The index cannot be read."))
        return
    verdict.number, verdict.pages = str(told["volume"]), int(told["pages"])
    verdict.sha256, verdict.files = digest(manifest), len(told["items"])
    named = {str(item["file"]): str(item["sha256"]) for item in told["items"]}
    for name, wanted in named.items():
        if name not in files:
            verdict.faults += [_("%s is missing.") % name] if is_whole else []
        elif digest(files[name]) != wanted:
            verdict.faults.append(_("%s was changed.") % name)
        elif name != VOLUME and not _words_fit(files[name]):
            verdict.faults.append(_("%s: the words are not those that were signed.") % name)
    verdict.faults += [_("%s does not belong to it.") % name for name in files.keys() - named]


def _read(manifest: bytes) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = msgspec.json.decode(manifest)
        is_ours = told["format"] == FORMAT and isinstance(told["items"], list)
        all((item["file"], item["sha256"]) for item in told["items"])
        int(told["pages"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return None
    return told if is_ours and "volume" in told else None


def _words_fit(data: bytes) -> bool:
    """Whether the words of a paper have the hash that each signature stands under."""
    try:
        told = msgspec.json.decode(data)
        hashes = {told["text_hash"], *(one["text_hash"] for one in told["signatures"])}
        return hashes == {digest(str(told["text"]).encode())}
    except (msgspec.DecodeError, KeyError, TypeError):
        return False


def _against(verdict: Verdict, volume: Volume) -> None:
    if digest(volume.manifest.encode()) != volume.sha256:
        verdict.faults.append(_("The index kept here does not fit its hash."))
    if verdict.sha256 != volume.sha256:
        verdict.faults.append(_("This is not the volume that was archived here."))
