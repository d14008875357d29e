"""Lists of bodies, mediators and groups as lines, for pages and CSV alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mediation.mediators.law import lacks
from mediation.mediators.load import load_of
from mediation.mediators.models import MediationBody, Mediator, VillageGroup
from mediation.mediators.selectors import serving_on

Line = dict[str, Any]


def body_head() -> list[str]:
    return [
        _("Code"), pgettext("ground", "Name"), _("Kind"), _("Level"), _("Agency"),
        _("Mediators"), _("Disputes"), _("Term to"), _("What it lacks"),
    ]  # fmt: skip


def body_lines(rows: Iterable[MediationBody]) -> Iterator[Line]:
    """Each body with who serves, what they have, and what the law misses; two queries a batch."""
    found, today = list(rows), timezone.localdate()
    serving: dict[int, list[Mediator]] = defaultdict(list)
    for one in Mediator.objects.filter(serving_on(today), body__in=found):
        serving[one.body_id].append(one)
    load = load_of([one.pk for many in serving.values() for one in many])
    for row in found:
        mine = serving[row.pk]
        has = sum(load.get(one.pk, 0) for one in mine)
        missing = lacks(row, mine, today)
        yield {
            "href": reverse("mediation_body_detail", args=[row.code]),
            "flags": missing,
            "cells": [
                row.code, row.name, row.get_kind_display(), row.get_level_display(),
                row.agency.name, len(mine), has, row.term_to or "", "; ".join(missing),
            ],
        }  # fmt: skip


def mediator_head() -> list[str]:
    return [
        _("Name"), _("Kind"), _("Body that mediates"), _("Office"), _("Specialities"),
        _("Disputes"), _("At most"), _("Serves from"), _("until before"),
    ]  # fmt: skip


def mediator_lines(rows: Iterable[Mediator]) -> Iterator[Line]:
    """Each mediator with her load: of disputes, nothing of persons."""
    found = list(rows)
    load = load_of([row.pk for row in found])
    for row in found:
        has = load.get(row.pk, 0)
        yield {
            "href": reverse("mediator_edit", args=[row.pk]),
            "flags": [_("full")] if has >= row.most_at_once else [],
            "cells": [
                row.name, row.get_kind_display(), row.body.name, row.office, row.specialities,
                has, row.most_at_once, row.valid_from, row.valid_to or "",
            ],
        }  # fmt: skip


def group_head() -> list[str]:
    return [
        pgettext("ground", "Name"), _("Village"), _("Kind"), _("Agency"), _("People"),
        _("Last active"), _("Active in the month"),
    ]  # fmt: skip


def group_lines(rows: Iterable[VillageGroup]) -> Iterator[Line]:
    """Each group, and whether it did anything in the month asked for."""
    for row in rows:
        is_active = bool(getattr(row, "is_active_in_month", False))
        yield {
            "href": reverse("village_group_detail", args=[row.pk]),
            "flags": [] if is_active else [_("idle")],
            "cells": [
                row.name, row.division.name, row.get_kind_display(), row.agency.name,
                row.headcount, row.last_active_on or "", _("yes") if is_active else _("no"),
            ],
        }  # fmt: skip
