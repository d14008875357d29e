"""What is handed out, checked field by field: mode, window, fingerprint, recipient, return."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from video.footage.drafts import fault
from video.footage.models import FootageIssue, FootageRequest

Kind = FootageRequest.Kind
Mode = FootageIssue.Mode

MASKED: Final = ("faces", "names", "plates", "licences")  # decree 799 art. 22
SHA256: Final = re.compile(r"[0-9a-f]{64}")
LONGEST_OUT: Final = timedelta(days=365)
MODES: Final[dict[str, tuple[str, ...]]] = {
    Kind.OFFICER: (Mode.VIEWING, Mode.COPY),
    Kind.BREAK_GLASS: (Mode.VIEWING, Mode.COPY),
    Kind.CITIZEN: (Mode.VIEWING,),
    Kind.PUBLICATION: (Mode.PUBLICATION,),
}
TEXTS: Final = {
    "recipient_unit": 80, "recipient_badge": 30, "recipient_name": 60, "watermark": 60,
    "medium": 60,
}  # fmt: skip


def hash_of(text: str) -> str:
    """A SHA-256 fingerprint as it is compared: lower case, without blanks."""
    return "".join(text.split()).lower()


def checked_issue(request: FootageRequest, said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields ready to keep; raises InvalidInput naming every fault."""
    fields = dict(said)
    for name in TEXTS:
        fields[name] = str(fields.get(name) or "").strip()
    fields["sha256"] = hash_of(str(fields.get("sha256") or ""))
    fields["copies"] = fields.get("copies") or 0
    faults = [*_mode_faults(request, fields), *_window_faults(request, fields)]
    faults += [*_recipient_faults(request, fields), *_return_faults(fields)]
    if faults:
        raise InvalidInput(_("Nothing was handed out."), errors=faults)
    return fields


def _mode_faults(request: FootageRequest, fields: Mapping[str, Any]) -> Iterator[FieldError]:
    mode = fields.get("mode")
    if mode not in MODES[Kind(request.kind)]:
        text = _("A request of this kind is not answered in this way.")
        if request.kind == Kind.CITIZEN:
            text = _("A citizen is shown the footage and takes no copy along (art. 21).")
        yield fault("/mode", "not_this_way", text)
    elif mode == Mode.VIEWING:
        if fields["sha256"] or fields["copies"]:
            yield fault("/copies", "not_wanted", _("What is only shown leaves no copy."))
    else:
        yield from _copy_faults(fields)
    if mode == Mode.PUBLICATION and request.masked_at is None:
        text = _("Another officer has to confirm the masking first (art. 22).")
        yield fault("/mode", "not_masked", text)


def _copy_faults(fields: Mapping[str, Any]) -> Iterator[FieldError]:
    if not SHA256.fullmatch(fields["sha256"]):
        text = _("Give the SHA-256 fingerprint of the file: 64 characters 0-9 and a-f.")
        yield fault("/sha256", "no_hash", text)
    if not 1 <= fields["copies"] <= 100:
        yield fault("/copies", "out_of_range", _("Between 1 and 100 copies."))


def _window_faults(request: FootageRequest, fields: Mapping[str, Any]) -> Iterator[FieldError]:
    since, until = fields["covers_from"], fields["covers_to"]
    if not since < until:
        yield fault("/covers_to", "out_of_range", _("The end lies after the beginning."))
        return
    asked = request.cameras.aggregate(first=Min("window_from"), last=Max("window_to"))
    if since < asked["first"] or until > asked["last"]:
        text = _("This is more than was asked for and approved.")
        yield fault("/covers_from", "not_asked_for", text)


def _recipient_faults(request: FootageRequest, fields: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, most in TEXTS.items():
        if len(fields[name]) > most:
            yield fault(f"/{name}", "length", _("At most %s characters.") % most)
    if len(fields["recipient_unit"]) < 2:
        yield fault("/recipient_unit", "required", _("Say which unit receives it."))
    is_named = fields["recipient_badge"] or fields["recipient_name"]
    if not is_named and request.kind != Kind.CITIZEN:
        text = _("Say who receives it: badge number or name.")
        yield fault("/recipient_badge", "required", text)


def _return_faults(fields: Mapping[str, Any]) -> Iterator[FieldError]:
    back, now = fields.get("return_by"), timezone.now()
    if back is not None and not now < back <= now + LONGEST_OUT:
        yield fault("/return_by", "out_of_range", _("From now on, at most 365 days."))
