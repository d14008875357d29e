"""Writing calls: number, incident, first timeline entry and fact, three statements a batch."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import briefs, callers, search
from command_center.incidents.calls import Call
from command_center.incidents.drafts import LATE_AFTER, Draft, Reporter, prepare
from command_center.incidents.models import Incident
from grid.errors import LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

_NEXT_NUMBERS: Final = """
    INSERT INTO incidents_numbercounter (year, last) VALUES (%s, %s)
    ON CONFLICT (year) DO UPDATE SET last = incidents_numbercounter.last + excluded.last
    RETURNING last
"""

# Column, its type in the unnested array, and how it is stored.
COLUMNS: Final = (
    ("number", "text"),
    ("agency_id", "bigint"),
    ("cell_id", "bigint"),
    ("category_id", "bigint"),
    ("level", "smallint"),
    ("is_valid_call", "boolean"),
    ("link_type", "text"),
    ("main_incident_id", "bigint"),
    ("channel", "text"),
    ("source", "text"),
    ("source_number", "text"),
    ("reported_at", "timestamptz"),
    ("answered_at", "timestamptz"),
    ("intake_done_at", "timestamptz"),
    ("address", "text"),
    ("narrative", "text"),
    ("wgs_lng", "float8"),
    ("wgs_lat", "float8"),
    ("source_crs", "text"),
    ("source_lng", "float8"),
    ("source_lat", "float8"),
    ("position_error_m", "float8"),
    ("caller_name", "text"),
    ("caller_phone", "text"),
    ("caller_phone_index", "text"),
    ("has_weapon", "boolean"),
    ("has_hazard", "boolean"),
    ("offenders", "smallint"),
    ("trapped", "smallint"),
    ("injured", "smallint"),
    ("dead", "smallint"),
    ("is_exercise", "boolean"),
    ("terms", "text"),
    ("is_late", "boolean"),
    ("warning", "text"),
)
NOT_STORED: Final = {"wgs_lng", "wgs_lat", "terms", "is_late", "warning"}
_STORED: Final = ", ".join(name for name, _type in COLUMNS if name not in NOT_STORED)
_INSERT: Final = f"""
    WITH rows AS (
        SELECT * FROM unnest({", ".join(f"%s::{kind}[]" for _name, kind in COLUMNS)})
            AS r({", ".join(name for name, _type in COLUMNS)})
    ), written AS (
        INSERT INTO incidents_incident ({_STORED}, point, search, state, since, source_agency,
            outcome, case_number, created_at, created_by, version)
        SELECT {_STORED}, ST_SetSRID(ST_MakePoint(wgs_lng, wgs_lat), 4326)::geography,
            terms::tsvector, 'received', reported_at, %s, '', '', %s, %s, 1
        FROM rows
        RETURNING id, number
    ), noted AS (
        INSERT INTO incidents_timelineentry (incident_id, happened_at, recorded_at, kind, text,
            details, actor_kind, actor_id, actor_label, channel, is_late, warning, struck_by,
            struck_reason)
        SELECT written.id, rows.reported_at, %s, 'received', '', '{{}}', %s, %s, %s, %s,
            rows.is_late, rows.warning, '', ''
        FROM written JOIN rows USING (number)
    ), told AS (
        INSERT INTO incidents_timelineentry (incident_id, happened_at, recorded_at, kind, text,
            details, actor_kind, actor_id, actor_label, channel, is_late, warning, struck_by,
            struck_reason)
        SELECT rows.main_incident_id, rows.reported_at, %s, 'linked', '',
            jsonb_build_object('number', rows.number, 'link_type', rows.link_type),
            %s, %s, %s, %s, false, '', '', ''
        FROM rows WHERE rows.main_incident_id IS NOT NULL
    )
    SELECT number, id FROM written
"""  # noqa: S608 column names are the constants above


@transaction.atomic
def receive_calls(
    calls: Iterable[Call], *, by: Reporter, channel: str = "screen", now: datetime | None = None
) -> list[Draft]:
    """Take the calls in; a draft with `errors` was not written, the others have their number.

    Raises LostRace where another transaction took one of the source numbers meanwhile.
    """
    return take_in(calls, by=by, channel=channel, now=now or timezone.now())


def take_in(calls: Iterable[Call], *, by: Reporter, channel: str, now: datetime) -> list[Draft]:
    """The same inside the caller's transaction, which a LostRace must roll back."""
    drafts = prepare(calls, by=by, now=now)
    good = [draft for draft in drafts if not draft.errors]
    if good:
        write(good, by=by, actor=by.as_actor(channel=channel), now=now)
    return drafts


def write(drafts: Sequence[Draft], *, by: Reporter, actor: Actor, now: datetime) -> None:
    """Write prepared drafts without faults; must run in a transaction."""
    _give_numbers(drafts, now)
    who = (actor.kind, actor.id, actor.label, actor.channel)
    parameters = (by.agency.code, now, actor.label, now, *who, now, *who)
    columns: Any = zip(*(row_of(draft, actor, now) for draft in drafts), strict=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [*map(_array, columns), *parameters])
            ids = dict(cursor.fetchall())
    except IntegrityError as error:
        raise LostRace(_("One of these source numbers came in at the same moment.")) from error
    for draft in drafts:
        draft.pk = ids[draft.number]
    record(actor, *chain.from_iterable(facts_of(draft) for draft in drafts if not draft.is_over))


def _array(values: Iterable[Any]) -> str:
    """The values as one array literal: an ARRAY expression is parsed and planned item by item."""
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if isinstance(value, str):
        text = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{text}"'


def _give_numbers(drafts: Sequence[Draft], now: datetime) -> None:
    """`YY-NNNN` of the local year; the counter's row is held until commit, so take it late."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBERS, [year, len(drafts)])
        last = cursor.fetchone()[0]
    for number, draft in enumerate(drafts, last - len(drafts) + 1):
        draft.number = f"{year % 100:02d}-{number:04d}"


def row_of(draft: Draft, actor: Actor, now: datetime) -> tuple[Any, ...]:
    """The values of `COLUMNS`, in their order."""
    call, agency, category = draft.call, draft.agency, draft.category
    return (
        draft.number,
        agency.pk if agency else None,
        draft.cell.pk if draft.cell else None,
        category.pk if category else None,
        draft.level,
        call.is_valid_call,
        call.link_type,
        draft.main.pk if draft.main else None,
        call.channel or _CHANNELS.get(actor.channel, "phone"),
        call.source,
        call.source_number,
        draft.reported_at,
        call.answered_at,
        call.intake_done_at,
        call.address,
        call.narrative,
        draft.lng,
        draft.lat,
        call.crs,
        call.lng,
        call.lat,
        call.position_error_m,
        callers.encrypted(call.caller_name),
        callers.encrypted(call.caller_phone),
        callers.phone_index(call.caller_phone),
        call.has_weapon,
        call.has_hazard,
        call.offenders,
        call.trapped,
        call.injured,
        call.dead,
        call.is_exercise,
        search.vector(draft.number, call.address, call.narrative),
        now - draft.reported_at > LATE_AFTER,
        " ".join(draft.warnings)[:200],
    )


_CHANNELS: Final = {"api": "api", "phone form": "form", "form": "form", "import": "import"}


def facts_of(draft: Draft) -> list[Fact]:
    agency = draft.agency
    path = agency.path if agency else ""
    received = Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id=draft.number,
        agency_path=path,
        payload=briefs.of_draft(draft),
        priority=draft.level,
        happened_at=draft.reported_at,
    )
    if draft.main is None:
        return [received]
    linked = Fact(
        kind="incidents.linked",
        subject_type="incident",
        subject_id=draft.main.number,
        subject_version=draft.main.version,
        agency_path=draft.main.agency.path,
        payload={
            "number": draft.main.number,
            "call": draft.number,
            "link_type": draft.call.link_type,
        },
        happened_at=draft.reported_at,
    )
    return [received, linked]


def as_incident(draft: Draft, *, by: Reporter, actor: Actor, now: datetime) -> Incident:
    """The incident a written draft became, without asking the database for it again."""
    values = dict(zip((name for name, _type in COLUMNS), row_of(draft, actor, now), strict=True))
    stored = {name: value for name, value in values.items() if name not in NOT_STORED}
    incident = Incident(
        **stored | {"caller_name": draft.call.caller_name, "caller_phone": draft.call.caller_phone},
        pk=draft.pk,
        since=draft.reported_at,
        source_agency=by.agency.code,
        created_at=now,
        created_by=actor.label,
    )
    if draft.lng is not None and draft.lat is not None:
        incident.point = Point(draft.lng, draft.lat, srid=4326)
    incident.category, incident.agency = draft.category, draft.agency  # type: ignore[assignment]
    incident.cell, incident.main_incident = draft.cell, draft.main
    incident.warnings = draft.warnings
    incident._state.adding = False
    incident._state.db = connection.alias
    return incident
