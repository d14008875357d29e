"""What the services of hazards share: the row held, its clock, its history, its facts."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.obligations import brief
from grid.service.venues.models import Hazard, HazardEntry, Stage, Venue

LONGEST = 300


def locked(hazard: Hazard, *stages: Stage, version: int | None = None) -> Hazard:
    """The hazard's row until commit, standing at one of the stages.

    Raises LostRace where somebody took a step since it was read, StaleVersion, or IllegalStep.
    """
    rows = Hazard.objects.select_for_update(of=("self",))
    current: Hazard = (
        rows.select_related("venue__agency", "cell", "item")
        .defer("cell__outline")
        .get(pk=hazard.pk)
    )
    if current.stage not in stages:
        last = current.entries.last()
        if current.stage != hazard.stage and last is not None:
            raise LostRace(_("%s was first.") % last.by, winner=last.by, at=last.at)
        word = str(Stage(current.stage).label)
        raise IllegalStep(_("This step is not possible from here."), stage=word)
    if version is not None and version != current.version:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=current.version)
    return current


def wait_until(hazard: Hazard, due_at: datetime) -> None:
    """Another end is waited for; it is late no more."""
    hazard.due_at, hazard.overdue_at = due_at, None


def keep(hazard: Hazard, actor: Actor, act: str, text: str = "") -> None:
    """Save the hazard as its next version, with a line in its history."""
    hazard.version += 1
    hazard.save()
    write(hazard, actor, act, text)


def write(hazard: Hazard, actor: Actor, act: str, text: str = "") -> None:
    """A line in the hazard's history."""
    HazardEntry.objects.create(
        hazard=hazard, at=timezone.now(), by=actor.label, act=act, text=text[:LONGEST]
    )


def hazard_fact(step: str, hazard: Hazard, **more: Any) -> Fact:
    """A fact of a hazard; `reason` goes to the audit chain only."""
    given = {name: more.pop(name) for name in ("reason", "dedupe_key") if name in more}
    return Fact(
        kind=f"service.hazard_{step}",
        subject_type="hazard",
        subject_id=hazard.number,
        subject_version=hazard.version,
        agency_path=hazard.owner_path,
        payload=brief(hazard) | hazard.details() | more,
        **given,
    )


def venue_fact(kind: str, venue: Venue, **more: Any) -> Fact:
    """A fact of a venue."""
    given = {name: more.pop(name) for name in ("reason", "dedupe_key") if name in more}
    payload = {"venue": venue.code, "name": venue.name, "kind": venue.kind_id}
    return Fact(
        kind=f"service.{kind}",
        subject_type="venue",
        subject_id=venue.code,
        subject_version=venue.version,
        agency_path=venue.agency.path,
        payload=payload | more,
        **given,
    )
