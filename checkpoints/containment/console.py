"""What the console page is rendered with before its script takes over."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment import forms
from checkpoints.containment.models import Containment, Stage
from checkpoints.containment.selectors.state import state
from checkpoints.containment.services.shared import key_of
from grid.organisation.models import Officer
from grid.rights import Right

State = Containment.State


def context_of(row: Containment, officer: Officer) -> dict[str, Any]:
    """The state as of now, the forms this officer may fill in, and every word the script says."""
    told = state(row, officer)
    commands = row.agency.path.startswith(officer.agency_path)
    return {
        "row": row,
        "told": told,
        "stages": [(one, one.label, one.rank <= Stage(row.stage).rank) for one in Stage],
        "forms": _forms(row) if commands else {},
        "may": _may(row, officer, commands=commands),
        "page_data": json.loads(json.dumps(_data(row, told), cls=DjangoJSONEncoder)),
    }


def _may(row: Containment, officer: Officer, *, commands: bool) -> dict[str, bool]:
    rights = officer.rights
    is_other = key_of(officer.as_actor()) != row.started_by_key
    leads = commands and Right.CONTAINMENT_START in rights
    return {
        "approve": commands and Right.CONTAINMENT_APPROVE in rights and row.state == State.DRAFT,
        "is_other": is_other,
        "change": leads and row.is_running,
        "lift": leads and row.state == State.ACTIVE,
        "review": leads and row.state in (State.LIFTED, State.REVIEWED),
        "answer": Right.CONTAINMENT_WORK in rights and row.is_running,
        "follow": Right.EVENTS_READ in rights,
    }


def _forms(row: Containment) -> dict[str, Any]:
    lng, lat = row.point.coords
    seen = timezone.localtime(row.seen_at)
    now = {"version": row.version}
    adjust = now | {
        "lng": round(lng, 6), "lat": round(lat, 6), "seen_at": seen,
        "speed_kmh": row.speed_kmh, "detour": row.detour, "notice_number": row.notice_number,
    }  # fmt: skip
    until = timezone.localtime(row.valid_until)
    return {
        "approve": forms.StepForm(initial=now, auto_id="approve_%s"),
        "refuse": forms.ReasonForm(initial=now, auto_id="refuse_%s"),
        "stage": forms.StageForm(initial=now, auto_id="stage_%s"),
        "adjust": forms.AdjustForm(initial=adjust, auto_id="adjust_%s"),
        "add": forms.AddForm(initial=now, auto_id="add_%s"),
        "extend": forms.ExtendForm(initial=now | {"valid_until": until}, auto_id="extend_%s"),
        "lift": forms.LiftForm(initial=now, auto_id="lift_%s"),
        "review": forms.ReviewForm(initial=now | {"text": row.review}, auto_id="review_%s"),
    }


def _data(row: Containment, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": told,
        "url": reverse("api_containment_state", args=[row.number]),
        "words": {
            "passed": _("could have passed"), "ahead": _("could be there in"),
            "held": _("held in time"), "roads": _("by road"), "straight": _("straight × detour"),
            "issued": _("not acknowledged"), "acknowledged": _("on the way"),
            "manned": _("in place"), "reporting": _("reporting"), "released": _("released"),
            "left": _("left"), "none": _("no order"), "next": _("next outside: %(name)s"),
            "group_passed": _("Could have passed already"), "group_ahead": _("Ahead of it"),
            "group_held": _("Held before it could be there"), "late": _("late"),
            "ring": _("Ring %(rank)s"), "closed": _("closed"), "open": _("open"),
            "waiting": _("not yet ordered"), "ago": _("%(n)s s ago"), "lost": _("not reached"),
            "gap_count": _("%(n)s open"), "no_gap": _("No gap."), "tried": _("tried, not kept"),
            "seen": _("seen"), "zoom_in": _("Zoom in"), "zoom_out": _("Zoom out"),
            "asked": _("asked %(n)s"), "empty": _("No crossing yet."), "nothing": _("Nothing yet."),
            "link_live": _("Live"), "link_late": _("Delayed"), "link_lost": _("Lost"),
            "place": _("Last known place"), "people": _("%(a)s officers, %(b)s vehicles"),
        },
    }  # fmt: skip
