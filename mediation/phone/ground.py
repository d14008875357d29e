"""Visits, errands and the service counter, as the phone needs them."""

from typing import Any, Final

from django.db import models

from grid.organisation.models import Officer
from grid.service.visits.models import CampaignQuestion, CounterKind, Errand, Purpose, Visit
from grid.service.visits.selectors import errands as errand_rows
from grid.service.visits.selectors.campaigns import tasks
from grid.service.visits.selectors.counter import items_of

MOST: Final = 100


def labelled(choices: type[models.TextChoices]) -> list[list[str]]:
    """Values with their labels, as the scripts read them."""
    return [[value, str(label)] for value, label in choices.choices]


def visits(officer: Officer) -> dict[str, Any]:
    """The lists of the visit's form, and the visits that are asked of the officer."""
    return {
        "visit": {
            "kinds": labelled(Visit.Kind),
            "purposes": labelled(Purpose),
            "outcomes": labelled(Visit.Outcome),
            "found": labelled(Visit.Found),
        },
        "tasks": _tasks(officer),
    }


def _tasks(officer: Officer) -> list[dict[str, Any]]:
    rows = list(tasks(officer, mine="1", open="1")[:MOST])
    asked = _questions({row.campaign_id for row in rows if row.campaign_id})
    return [
        {
            "id": row.pk,
            "title": row.title,
            "purpose": row.purpose,
            "cell": row.cell.code if row.cell else "",
            "address": row.address or (row.place.name if row.place else ""),
            "target": row.target,
            "done": row.made,  # type: ignore[attr-defined]  # counted with the list
            "due_at": row.due_at.isoformat(),
            "questions": asked.get(row.campaign_id or 0, []),
        }
        for row in rows
    ]


def _questions(campaigns: set[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in CampaignQuestion.objects.filter(campaign_id__in=campaigns):
        told = {name: getattr(row, name) for name in ("text", "kind", "choices", "is_required")}
        found.setdefault(row.campaign_id, []).append({"id": row.pk, **told})
    return found


def errands(officer: Officer) -> dict[str, Any]:
    """The kinds of errands, and the officer's own open ones."""
    rows = errand_rows.errands(officer, mine="1", open="1")[:MOST]
    return {
        "errand": {"kinds": labelled(Errand.Kind)},
        "errands": [
            {
                "id": row.pk,
                "number": row.number,
                "text": row.text,
                "due_at": row.due_at.isoformat(),
            }
            for row in rows
        ],
    }


def counter(officer: Officer) -> dict[str, Any]:
    """What the counter of the officer's agency offers."""
    items = [[row.code, row.name] for row in items_of(officer.agency_path)]
    return {"counter": {"kinds": labelled(CounterKind), "items": items}}
