"""What a raised level adds: proposed by its templates, approved by another person, then rounds."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace, NotAllowed
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.services import record
from grid.scope import Viewer
from grid.territory.models import Place
from patrol.levels.briefs import proposal_fact
from patrol.levels.models import AreaLevel, OverlayLine, OverlayProposal, OverlayTemplate
from patrol.levels.overlay import slots
from patrol.rounds.models import PatrolPoint, Round
from patrol.rounds.services import NewRound, cancel, schedule
from patrol.rounds.services.shared import check_version
from patrol.rounds.services.walking import STARTABLE

MOST_LINES = 5000


def propose(row: AreaLevel) -> OverlayProposal | None:
    """The extra rounds the templates of this level ask for on its ground; None where none does."""
    wanted = list(_lines(row))[:MOST_LINES]
    if not wanted:
        return None
    made = OverlayProposal.objects.create(area_level=row)
    for line in wanted:
        line.proposal = made
    OverlayLine.objects.bulk_create(wanted, batch_size=500)
    record(PLATFORM, proposal_fact("overlay_proposed", made, lines=len(wanted)))
    return made


@transaction.atomic
def decide(
    proposal: OverlayProposal,
    *,
    by: Actor,
    viewer: Viewer,
    lines: Sequence[int] | None = None,
    reason: str = "",
    version: int | None = None,
) -> OverlayProposal:
    """Approve the lines named (None: all; none: refuse it); each approved line becomes a round.

    Raises NotAllowed (403) where the one who set the level approves it, LostRace where somebody
    decided before, IllegalStep where the level is over.
    """
    rows = OverlayProposal.objects.select_for_update(of=("self",))
    row = rows.select_related("area_level__agency", "area_level__level").get(pk=proposal.pk)
    _may_decide(row, by)
    check_version(row, version)
    every = row.lines.select_related("place__agency", "place__cell", "template")
    chosen = list(every if lines is None else every.filter(pk__in=lines))
    for line in chosen:
        line.round, line.state = _round(line, row, by), OverlayLine.State.APPROVED
        line.save(update_fields=["round", "state"])
    every.filter(state=OverlayLine.State.PROPOSED).update(state=OverlayLine.State.REFUSED)
    row.state = _outcome(len(chosen), row.lines.count())
    row.decided_by, row.decided_at, row.reason = by.label, timezone.now(), reason[:200]
    row.version += 1
    row.save()
    record(by, proposal_fact("overlay_decided", row, rounds=len(chosen), lines=row.lines.count()))
    return row


def call_off(row: AreaLevel, *, by: Actor) -> int:
    """Call off the rounds a level added that have not begun; how many."""
    rounds = Round.objects.filter(
        overlay_line__proposal__area_level=row, state__in=STARTABLE, due_end__gt=timezone.now()
    )
    found = list(rounds)
    for walk in found:
        cancel(walk, by=by, reason=_("The level is over."))
    return len(found)


def _lines(row: AreaLevel) -> Iterator[OverlayLine]:
    """One for each template, place and part of a day; a place's own template beats its kind's."""
    first_day = timezone.localdate(row.valid_from)
    for place, template in _pairs(row):
        for start, end in slots(
            template, begin=row.valid_from, end=row.valid_to, first_day=first_day
        ):
            yield OverlayLine(template=template, place=place, due_start=start, due_end=end)


def _pairs(row: AreaLevel) -> Iterator[tuple[Place, OverlayTemplate]]:
    day, path = timezone.localdate(row.valid_from), row.agency.path
    above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]
    holding = OverlayTemplate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), level=row.level, valid_from__lte=day
    )
    near = holding.filter(Q(agency__path__in=above) | Q(agency__path__startswith=path))
    templates = list(near.select_related("agency"))
    own = {t.place_id for t in templates if t.place_id}
    places = Place.objects.filter(is_key=True, is_active=True, agency__path__startswith=path)
    if row.cell_codes:
        places = places.filter(cell__code__in=row.cell_codes)
    for place in places.select_related("agency").order_by("pk"):
        for template in templates:
            of_kind = template.place_kind == place.kind and place.pk not in own
            reaches = place.agency.path.startswith(template.agency.path)
            if reaches and (template.place_id == place.pk or of_kind):
                yield place, template


def _round(line: OverlayLine, row: OverlayProposal, by: Actor) -> Round:
    return schedule(
        NewRound(
            name=line.place.name,
            agency=line.place.agency,
            points=[_point(line)],
            unit=line.unit,
            mode=line.template.mode,
            source=Round.Source.OVERLAY,
            source_ref=f"{row.area_level.level.name}·{line.template.name}",
            due_start=line.due_start,
            due_end=line.due_end,
        ),
        by=by,
    )


def _point(line: OverlayLine) -> PatrolPoint:
    """The patrol point of the place; one is made where it has none yet."""
    place = line.place
    known = PatrolPoint.objects.filter(place=place, is_active=True).order_by("code").first()
    if known is not None:
        return known
    given = {
        "name": place.name[:80],
        "agency": place.agency,
        "point": place.point,
        "cell_code": place.cell.code if place.cell else "",
        "place": place,
        "radius_m": 100,
        "dwell_s": line.template.dwell_s,
    }
    made, _new = PatrolPoint.objects.get_or_create(code=f"KP{place.pk}", defaults=given)
    return made


def _may_decide(row: OverlayProposal, by: Actor) -> None:
    if row.area_level.set_by_id == f"{by.kind}:{by.id}":
        raise NotAllowed(_("Who set the level cannot approve what it adds: ask another commander."))
    if row.state == OverlayProposal.State.LAPSED or row.area_level.ended_at is not None:
        raise IllegalStep(_("The level is over."), state=row.state)
    if row.state != OverlayProposal.State.PROPOSED:
        at = row.decided_at.isoformat() if row.decided_at else None
        raise LostRace(_("%s decided this before you.") % row.decided_by, by=row.decided_by, at=at)


def _outcome(approved: int, total: int) -> OverlayProposal.State:
    if not approved:
        return OverlayProposal.State.REFUSED
    return OverlayProposal.State.APPROVED if approved == total else OverlayProposal.State.IN_PART
