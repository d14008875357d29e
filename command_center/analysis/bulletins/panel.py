"""What stands beside a bulletin: who signed, what the reader can do, editions, copies, tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext_lazy,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext as _

from command_center.analysis.bulletins import forms, selectors
from command_center.analysis.bulletins.models import Bulletin, BulletinCopy, BulletinTask
from command_center.analysis.bulletins.reach import proposals_now, reach_of
from command_center.analysis.bulletins.services.shared import writers
from command_center.analysis.bulletins.showing import may_differ, shown
from grid.frame.listing import Act
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.rights import Right

State = Bulletin.State
LEAD: Final = gettext_lazy("Lead")
STEPS: Final[dict[str, Any]] = {
    "drafted": pgettext_lazy("step of a bulletin", "made by the run"),
    "edited": pgettext_lazy("step of a bulletin", "words changed"),
    "reviewed": pgettext_lazy("step of a bulletin", "reviewed"),
    "returned": pgettext_lazy("step of a bulletin", "returned"),
    "issued": pgettext_lazy("step of a bulletin", "issued"),
    "replaced": pgettext_lazy("step of a bulletin", "replaced"),
    "met": pgettext_lazy("step of a bulletin", "minutes written"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One step of the way: its word, who did it or waits for it, and a note."""

    word: str
    who: str
    note: str
    mark: str = ""  # done, now


def page_of(
    row: Bulletin, officer: Officer, refused: Mapping[str, RefusableForm] | None = None
) -> dict[str, Any]:
    """All that the page of one bulletin shows."""
    paper = shown(row)
    is_own = row.agency.path.startswith(officer.agency_path)
    copies = list(selectors.copies(row, officer))
    meeting = getattr(row, "meeting", None)
    return {
        "row": row,
        "paper": paper,
        "charts": charts_of(paper),
        "signatures": signatures(row, copies, officer),
        "history": history(row) if is_own else [],
        "replacement": selectors.replacement(row),
        "acts": acts(row, officer, refused or {}) if is_own else [],
        "can_edit": is_own and row.state == State.DRAFT and _may(officer, Right.BULLETIN_WRITE),
        "can_minute": is_own and _may(officer, Right.BULLETIN_WRITE),
        "can_decide": Right.PROPOSAL_DECIDE in officer.rights,
        "can_sign": _may(officer, Right.BULLETIN_SIGN),
        "reach": reach_of(row, officer),
        "proposals": proposals_now(paper, officer),
        "is_own": is_own,
        "may_differ": may_differ(row),
        "other_language": other_language(),
        "editions": list(selectors.editions(row, officer).defer("content", "remarks")),
        "copies": copies,
        "my_copy": next((copy for copy in copies if copy.agency_id == officer.agency_id), None),
        "meeting": meeting,
        "tasks": [(task, task_acts(task, officer)) for task in selectors.tasks(row, officer)],
        "task_form": (refused or {}).get("task") or forms.TaskForm(viewer=officer),
    }


def other_language() -> dict[str, Any] | None:
    """The reader's language, where it is not the one that documents are sent out in."""
    mine = get_language() or settings.LANGUAGE_CODE
    return None if mine == settings.LANGUAGE_CODE else dict(get_language_info(mine))


def _may(officer: Officer, right: Right) -> bool:
    return right in officer.rights


def charts_of(paper: Any) -> dict[str, Any]:
    """The figures of the charts, for the browser to draw."""
    found: dict[str, Any] = {}
    for section in paper.sections:
        for part in section.parts:
            for block in part.blocks:
                if block.kind == "heat":
                    found["heat"] = {"days": block.days, "values": block.values}
                    found["heat"] |= {"label": block.label, "steps": block.steps}
                elif block.kind == "trend":
                    found["trend"] = {
                        name: getattr(block, name)
                        for name in ("label", "periods", "values", "low", "high")
                    }
                    found["trend"]["words"] = [_("Cases"), _("Expected range")]
    return found


def signatures(row: Bulletin, copies: list[BulletinCopy], officer: Officer) -> list[Signature]:
    """Drafted, reviewed, issued, sent: each done, next or still to come."""
    steps = list(row.steps.all())
    edits = sum(one.step == "edited" for one in steps)
    returns = sum(one.step == "returned" for one in steps)
    told = {"edits": edits, "at": minute(row.drafted_at)}
    drafted = _("%(at)s · changed %(edits)s times since it was made") % told
    reviewed = _("%(at)s · returned %(count)s times") % {
        "at": minute(row.reviewed_at) if row.reviewed_at else _("waits"),
        "count": returns,
    }
    return [
        Signature(
            word=pgettext("signature", "Drafted"), who=row.drafted_by, note=drafted, mark="done"
        ),
        Signature(
            word=pgettext("signature", "Reviewed"),
            who=_label(row.reviewer),
            note=reviewed,
            mark="done" if row.reviewer else "now",
        ),
        Signature(
            word=pgettext("signature", "Issued"),
            who=_label(row.issuer),
            note=_issue_note(row),
            mark="done" if row.issuer else "now" if row.reviewer else "",
        ),
        _sent(row, copies, officer),
    ]


def _label(officer: Officer | None) -> str:
    return officer.as_actor().label if officer else ""


def _issue_note(row: Bulletin) -> str:
    if row.issued_at:
        return minute(row.issued_at)
    if row.issue_by is None or row.state == State.REPLACED:
        return ""
    if row.issue_by < timezone.now():
        return _("! overdue since %(at)s") % {"at": minute(row.issue_by)}
    return _("by %(at)s") % {"at": minute(row.issue_by)}


def _sent(row: Bulletin, copies: list[BulletinCopy], officer: Officer) -> Signature:
    if row.issued_at is None:
        count = len(selectors.receivers_of(row.agency))
        return Signature(
            word=_("Sent to %(count)s agencies") % {"count": count},
            who="",
            note=_("Sent by itself when it is issued; each reading is noted."),
        )
    read = sum(copy.state == BulletinCopy.State.DONE for copy in copies)
    word = _("Sent to %(count)s agencies") % {"count": row.copies.count()}
    note = _("%(read)s of %(count)s have read it") % {"read": read, "count": len(copies)}
    if not row.agency.path.startswith(officer.agency_path):
        note = _("of your area: %(note)s") % {"note": note}
    is_done = bool(copies) and read == len(copies)
    return Signature(word=word, who="", note=note, mark="done" if is_done else "now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One step of its history in words: when, what, who, why; which texts from what to what."""

    at: str
    what: str
    who: str
    text: str
    changes: tuple[tuple[str, str, str], ...]


def history(row: Bulletin) -> list[Past]:
    """Every step so far, the latest first."""
    return [
        Past(
            at=minute(step.at),
            what=str(STEPS.get(step.step, step.step)),
            who=step.by,
            text=step.text,
            changes=tuple(
                (str(forms.TITLES.get(name, LEAD)), before or "—", after or "—")
                for name, (before, after) in sorted(step.changes.items())
            ),
        )
        for step in reversed(row.steps.all())
    ]


def acts(row: Bulletin, officer: Officer, refused: Mapping[str, RefusableForm]) -> list[Act]:
    """The steps that are possible from here for this officer."""
    began = {"version": row.version}
    is_writer = officer.pk in writers(row)
    found = []
    if row.state == State.DRAFT and _may(officer, Right.BULLETIN_WRITE) and not is_writer:
        found.append(("review", _("Say it is right"), forms.StepForm))
    if row.state == State.REVIEWED and _may(officer, Right.BULLETIN_ISSUE):
        if not is_writer and row.reviewer_id != officer.pk:
            word = _("Issue edition %(revision)s") % {"revision": row.revision}
            found.append(("issue", word, forms.StepForm))
        found.append(("return", _("Return it to its writers"), forms.ReasonForm))
    return [
        Act(
            name=name,
            label=label,
            action=reverse(f"bulletin_{name}", args=[row.pk]),
            form=refused.get(name) or form(initial=began),
        )
        for name, label, form in found
    ]


def task_acts(task: BulletinTask, officer: Officer) -> list[Act]:
    """What the reader can do with a task of the meeting."""
    if task.state not in (BulletinTask.State.ISSUED, BulletinTask.State.SIGNED):
        return []
    if not _may(officer, Right.BULLETIN_WRITE):
        return []
    found: list[tuple[str, Any, RefusableForm, bool]] = []
    if task.owner_path.startswith(officer.agency_path):
        found.append(("finish", _("It is done"), forms.OutcomeForm(), False))
    if task.bulletin.agency.path.startswith(officer.agency_path):
        found.append(("drop", _("Take it back"), forms.DropForm(), True))
    return [
        Act(
            name=name,
            label=label,
            action=reverse(f"bulletin_task_{name}", args=[task.pk]),
            form=form,
            danger=danger,
        )
        for name, label, form, danger in found
    ]
