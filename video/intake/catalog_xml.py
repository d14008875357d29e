"""GB/T 28181 catalogue messages as plain items: whatever encoding they declare, nothing external.

Platforms declare GB2312 and send GBK or UTF-8: what the bytes are decides, not what they say. A
document type, an entity or a passed-on password never gets past here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from grid.errors import InvalidInput

MOST_BYTES: Final = 32 << 20
MOST_ITEMS: Final = 100_000

_ROOTS: Final = frozenset({"Response", "Notify"})
_END: Final = re.compile(r"</\s*(?:Response|Notify)\s*>")
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_SECRET: Final = frozenset({"Password", "UserName", "User"})
_LONGEST: Final = 200  # characters of a value


class BadCatalog(InvalidInput):
    """The message is no catalogue of GB/T 28181."""

    code = "bad_catalog"


@dataclass(frozen=True, slots=True)
class Message:
    """One catalogue message: its sender, serial number, how many items there are in all."""

    root: str  # Response or Notify
    serial: str
    device_id: str
    total: int
    items: tuple[dict[str, str], ...]


def read_messages(raw: bytes) -> Iterator[Message]:
    """The messages of a body or file, one after the other; raises BadCatalog."""
    if len(raw) > MOST_BYTES:
        raise BadCatalog(_("The catalogue is larger than 32 MB."))
    parts = _documents(decoded(raw))
    if not parts:
        raise BadCatalog(_("There is no catalogue message in it."))
    for part in parts:
        yield _message(part)


def decoded(raw: bytes) -> str:
    """The text: UTF-8 where every byte fits, else GB 18030, which holds GBK and GB2312."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCatalog(_("The catalogue is neither UTF-8 nor GBK."))


def _documents(text: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    if text[start:].strip():
        found.append(text[start:])  # cut off: the parser says where
    return found


def _message(text: str) -> Message:
    try:
        root: Element = fromstring(_DECLARED.sub("", text).strip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadCatalog(_("A catalogue has no document type and no entities.")) from error
    except ParseError as error:
        raise BadCatalog(_("The catalogue is no XML: %s") % error) from error
    if root.tag not in _ROOTS or _text(root, "CmdType") != "Catalog":
        raise BadCatalog(_("The message is no Response or Notify of a Catalog."))
    items = tuple(_item(item) for item in root.iterfind("DeviceList/Item"))
    if len(items) > MOST_ITEMS:
        raise BadCatalog(_("A message has at most %(most)s items.") % {"most": MOST_ITEMS})
    return Message(
        root=root.tag,
        serial=_text(root, "SN")[:20],
        device_id=_text(root, "DeviceID")[:20],
        total=_total(root, len(items)),
        items=items,
    )


def _total(root: Element, here: int) -> int:
    text = _text(root, "SumNum")
    if not text:
        return here
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise BadCatalog(_("SumNum is no number."))
    return int(text)


def _item(item: Element) -> dict[str, str]:
    """The fields of an item, those of Info among them; no passwords."""
    found: dict[str, str] = {}
    for part in (*item, *item.iterfind("Info/*")):
        value = (part.text or "").strip().replace("\x00", "")
        if value and part.tag not in _SECRET and len(part) == 0:
            found.setdefault(str(part.tag), value[:_LONGEST])
    return found


def _text(root: Element, name: str) -> str:
    found: Any = root.findtext(name)
    return (found or "").strip()
