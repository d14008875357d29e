"""Reading the audit chain back: is every link what was written, and does it end where it ended?

The check shares no code with the SQL that wrote the chain, only the rule: the hash of a link is
`sha256(previous hash || sha256(fields))`, the fields being the time in UTC to the microsecond and
ten texts, joined by 0x1f.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.utils import timezone

COLUMNS: Final = (
    "seq", "at", "actor_kind", "actor_id", "actor_label", "channel", "on_behalf_of", "action",
    "subject_type", "subject_id", "agency_path", "details", "reason", "prev_hash", "hash",
)  # fmt: skip
GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was written, and in what."""

    seq: int
    fault: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many links were checked, where the chain ends, and the first broken one, if any."""

    checked: int
    last_seq: int
    last_hash: str
    broken: Broken | None


def link_hash(row: dict[str, Any]) -> str:
    """The hash a row of the chain must have."""
    stamp = row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = [stamp, *(row[name] for name in COLUMNS[2:13])]
    digest = sha256("\x1f".join(fields).encode()).digest()
    return sha256(bytes.fromhex(row["prev_hash"]) + digest).hexdigest()


def verify(*, since: date | None = None, anchors: Path | None = None) -> Verdict:
    """Recompute the chain from the rows, oldest first, and hold it against the anchors.

    `since` starts at the first entry of that day (UTC). A chain shortened by retention starts
    with the hash its first row names; one that starts at 1 must start with 64 zeros.
    """
    known = read_anchors(anchors) if anchors else {}
    checked, before = 0, None
    for row in _rows(since):
        fault = _fault(row, before) or _anchor_fault(row, known)
        if fault:
            return Verdict(checked, row["seq"], row["hash"], Broken(row["seq"], fault))
        checked, before = checked + 1, row
    last_seq, last_hash = (before["seq"], before["hash"]) if before else (0, GENESIS)
    missing = min((seq for seq in known if seq > last_seq), default=None)
    broken = Broken(missing, "the chain once reached this entry; it is gone") if missing else None
    return Verdict(checked, last_seq, last_hash, broken)


def _fault(row: dict[str, Any], before: dict[str, Any] | None) -> str:
    if before is None:
        if row["seq"] == 1 and row["prev_hash"] != GENESIS:
            return "the first entry does not start the chain"
    elif row["seq"] != before["seq"] + 1:
        return f"entry {before['seq'] + 1} is missing"
    elif row["prev_hash"] != before["hash"]:
        return "it does not follow the entry before it"
    return "" if row["hash"] == link_hash(row) else "its content was changed"


def _anchor_fault(row: dict[str, Any], known: dict[int, str]) -> str:
    anchored = known.get(row["seq"], row["hash"])
    return "" if anchored == row["hash"] else "its hash is not the one anchored outside"


def _rows(since: date | None) -> Iterator[dict[str, Any]]:
    """All rows in order, read in keyset pages, so that memory stays flat and no cursor is held."""
    last = 0
    start = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(COLUMNS)} FROM ledger_auditentry"  # noqa: S608 constants only
                " WHERE seq > %s AND (%s::timestamptz IS NULL OR at >= %s) ORDER BY seq LIMIT 5000",
                [last, start, start],
            )
            page = cursor.fetchall()
        yield from (dict(zip(COLUMNS, row, strict=True)) for row in page)
        if not page:
            return
        last = page[-1][0]


def read_anchors(path: Path) -> dict[int, str]:
    """Sequence number → hash of every anchor written so far."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {int(parts[1]): parts[2] for parts in lines if len(parts) == 3}


def write_anchor(path: Path) -> str:
    """Append today's anchor, `time seq hash`, outside the database; answers the line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM ledger_auditentry ORDER BY seq DESC LIMIT 1")
        seq, link = cursor.fetchone() or (0, GENESIS)
    line = f"{timezone.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {seq} {link}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as anchors:
        anchors.write(f"{line}\n")
    return line
