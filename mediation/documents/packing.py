"""A volume as a file: what its manifest says, and the ZIP it leaves the platform in."""

from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from mediation.documents.models import Paper, Signature, Volume, VolumeItem

FORMAT: Final = "anlan-volume/1"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
VOLUME: Final = "volume.pdf"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def text_of(paper: Paper, signatures: list[Signature]) -> bytes:
    """A paper's words as they were signed, and who signed when: readable without the platform."""
    return msgspec.json.encode(
        {
            "paper": paper.number,
            "text": paper.content,
            "text_hash": paper.text_hash,
            "made_at": paper.made_at.isoformat(),
            "signatures": [_signature(one) for one in signatures],
        }
    )


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "place": one.place,
        "way": one.way,
        "signed_at": one.signed_at.isoformat(),
        "taken_by": one.taken_by,
        "text_hash": one.text_hash,
        "strokes": msgspec.json.decode(one.strokes) if one.strokes else None,
    }


def file_of(item: VolumeItem) -> str:
    """The name of an item's file in the ZIP; made of its position, so that nothing can escape."""
    return VOLUME if item.position == 0 else f"texts/{item.position:03}.json"


def bytes_of(item: VolumeItem) -> bytes:
    """The file of an item as it was archived."""
    return b64decode(item.content or "")


def manifest_of(volume: Volume, items: list[VolumeItem]) -> str:
    """The letters the volume's hash is taken over."""
    told = {
        "format": FORMAT,
        "volume": volume.number,
        "title": volume.title,
        "made_at": volume.made_at.isoformat(),
        "made_by": volume.made_by,
        "pages": volume.pages,
        "items": [
            {
                "file": file_of(item),
                "title": item.title,
                "dated": item.dated.isoformat(),
                "first_page": item.first_page,
                "pages": item.pages,
                "sha256": item.sha256,
            }
            for item in items
        ],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1).decode()


def zip_of(volume: Volume) -> bytes:
    """The ZIP: the same bytes for the same volume, whenever it is exported."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        _put(archive, MANIFEST, volume.manifest.encode())
        _put(archive, SEAL, f"{volume.sha256}  {MANIFEST}\n".encode())
        for item in volume.items.all():
            _put(archive, file_of(item), bytes_of(item))
    return written.getvalue()


def _put(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))  # no clock in it
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
