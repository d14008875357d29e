"""What somebody can do with a dispute: each act with its words, its right, and what it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.organisation.models import Officer
from grid.rights import Right
from mediation.flow import runs, table
from mediation.flow import serializers as shapes
from mediation.flow.models import StepKind
from mediation.flow.services.consents import ASKED_AT
from mediation.flow.services.endings import VISITED_AT
from mediation.flow.standing import standing_of
from mediation.flow.table import WITHOUT_AGREEMENT, Event, Standing
from mediation.register.acting import By
from mediation.register.models import Dispute

Stage = Dispute.Stage
Fits = Callable[[Stage, Standing], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `path` is its name in addresses, `step` what it settles, `fits` when it is there."""

    path: str
    label: Promise
    right: Right
    shape: Any
    run: Callable[[Dispute, By, dict[str, Any]], None]
    fits: Fits
    step: StepKind | None = None
    help: Promise | str = ""
    is_grave: bool = False
    is_the_mediators: bool = False  # a mediator may do it too


def _by(event: Event) -> Fits:
    return lambda stage, now: table.may(event, stage, now)


def _at(event: Event) -> Fits:
    """Offered wherever the stage has it; what stands against it is said by the refusal."""
    return lambda stage, now: table.begins_at(event, stage) and not now.is_suspended


def _fulfilling(stage: Stage, now: Standing) -> bool:
    return stage == Stage.FULFILLING and not now.is_suspended and not now.is_performed


WORK, ASSIGN, ARCHIVE = Right.DISPUTE_WORK, Right.DISPUTE_ASSIGN, Right.DISPUTE_ARCHIVE
_ALL: Final = (
    Act(
        "consents", _("Ask a party"), WORK, shapes.ConsentIn, runs.consent,
        lambda stage, _now: stage in ASKED_AT, StepKind.ASK_CONSENT,
        _("Mediation begins with the consent of every party; one refusal ends it."),
        is_the_mediators=True,
    ),
    Act(
        "sessions", _("Write down a session"), WORK, shapes.SessionIn, runs.session,
        _by(Event.SESSION), StepKind.FIRST_SESSION, is_the_mediators=True,
    ),
    Act(
        "agreement", _("Write the agreement"), WORK, shapes.AgreementIn, runs.agreement,
        _by(Event.AGREE), StepKind.END_MEDIATION,
        _("Facts, issues and responsibilities, what is agreed, how and by when (art. 29)."),
        is_the_mediators=True,
    ),
    Act(
        "effect", _("All have signed"), WORK, shapes.VersionIn, runs.effect,
        _by(Event.EFFECT), StepKind.SIGN_AGREEMENT,
        _("All parties and a mediator have signed on paper, and the seal is on it (art. 29)."),
        is_the_mediators=True,
    ),
    Act(
        "failure", pgettext_lazy("ground", "No agreement"), WORK, shapes.ReasonIn,
        runs.failure,
        _by(Event.FAIL), None,
        _("The mediation ends; the parties are told of the other ways (art. 26)."),
        is_grave=True, is_the_mediators=True,
    ),
    Act(
        "refusal", _("End it: refused or settled"), WORK, shapes.RefusalIn, runs.refusal,
        _by(Event.REFUSE), None,
        _("A party refuses or asks to end it, or they settled it themselves (art. 23)."),
        is_grave=True, is_the_mediators=True,
    ),
    Act(
        "notice", _("Notice of the other ways given"), WORK, shapes.DisputeNoticeIn, runs.notice,
        lambda stage, now: stage in WITHOUT_AGREEMENT and not now.notice_given,
        StepKind.GIVE_NOTICE,
        _("Arbitration, administrative ways, the court: how the parties were told (art. 26)."),
        is_the_mediators=True,
    ),
    Act(
        "performed", _("It was performed"), WORK, shapes.PerformedIn, runs.performed,
        _fulfilling, StepKind.PERFORM, is_the_mediators=True,
    ),
    Act(
        "breach", _("It is not performed"), WORK, shapes.BreachIn, runs.breach, _fulfilling,
        None, _("The dispute is taken up again; every party is asked anew."),
        is_grave=True, is_the_mediators=True,
    ),
    Act(
        "revisits", _("Visit afterwards"), WORK, shapes.RevisitIn, runs.revisit,
        lambda stage, now: stage in VISITED_AT and not now.is_waiting and not now.is_suspended,
        StepKind.REVISIT_7, _("What the parties say now is the feedback the archive needs."),
        is_the_mediators=True,
    ),
    Act(
        "extension", _("More than a month"), WORK, shapes.UntilIn, runs.extension,
        lambda stage, now: stage == Stage.MEDIATING and not now.is_suspended,
        None, _("Every party has to have agreed to it."), is_the_mediators=True,
    ),
    Act(
        "reopening", _("Take it up again"), WORK, shapes.ReasonIn, runs.reopening,
        _by(Event.REOPEN), None, _("In a new course; every party is asked anew."),
    ),
    Act(
        "assignment", _("Assign"), ASSIGN, shapes.AssignmentIn, runs.assignment,
        _by(Event.ASSIGN), StepKind.ASSIGN,
    ),
    Act(
        "escalation", _("Raise to the next level"), ASSIGN, shapes.ReasonIn, runs.escalation,
        _by(Event.ESCALATE), None, _("Community, town or station, county, city."),
    ),
    Act(
        "suspension", _("Suspend"), ASSIGN, shapes.SuspensionIn, runs.suspension,
        _by(Event.SUSPEND), None, _("What is owed is due as much later."),
    ),
    Act(
        "resumption", _("Take it up after the pause"), ASSIGN, shapes.ResumptionIn,
        runs.resumption, _by(Event.RESUME), StepKind.RESUME,
    ),
    Act(
        "transfer", _("Transfer"), ASSIGN, shapes.TransferIn, runs.transfer, _by(Event.TRANSFER),
        None, _("The receiver signs for it within 24 hours; until then it is yours."),
    ),
    Act(
        "receipt", _("Receipt of the authority"), ASSIGN, shapes.ReceiptIn, runs.receipt,
        _by(Event.ACCEPT), StepKind.SIGN_TRANSFER,
        _("Only for an authority outside; bodies and agencies sign for themselves."),
    ),
    Act(
        "withdrawal", _("Take the transfer back"), ASSIGN, shapes.ReasonIn, runs.withdrawal,
        _by(Event.DECLINE), None,
    ),
    Act(
        "closing", pgettext_lazy("ground", "Close it"), ASSIGN, shapes.DisputeClosingIn,
        runs.closing, _by(Event.CLOSE), StepKind.CLOSE,
    ),
    Act(
        "archive", _("Archive"), ARCHIVE, shapes.VersionIn, runs.archive, _at(Event.ARCHIVE),
        StepKind.ARCHIVE, _("From then on nobody can change it. This cannot be undone."),
        is_grave=True,
    ),
    Act(
        "danger", _("Report a danger"), WORK, shapes.DangerIn, runs.danger,
        lambda stage, _now: stage != Stage.ARCHIVED, None,
        _("It may become an offence (art. 25): the command centre is told at once."),
        is_grave=True, is_the_mediators=True,
    ),
)  # fmt: skip
DECLARATION: Final = Act(
    "declaration", _("I am too near to a party"), Right.DISPUTE_MEDIATE, shapes.ReasonIn,
    runs.declaration, _by(Event.ASSIGN), None,
    _("You are taken off this dispute; it is assigned anew."), is_the_mediators=True,
)  # fmt: skip
ACTS: Final[dict[str, Act]] = {act.path: act for act in _ALL}
OF_MEDIATORS: Final[dict[str, Act]] = {
    **{path: act for path, act in ACTS.items() if act.is_the_mediators},
    DECLARATION.path: DECLARATION,
}


def of_right(right: Right) -> dict[str, Act]:
    """The acts a right allows, for officers."""
    return {path: act for path, act in ACTS.items() if act.right is right}


def possible(dispute: Dispute) -> list[str]:
    """The acts the stage has now, whoever asks."""
    now = standing_of(dispute)
    return [path for path, act in ACTS.items() if act.fits(Stage(dispute.stage), now)]


def offered(dispute: Dispute, officer: Officer, *, is_mediator: bool = False) -> list[Act]:
    """What this officer can do now; as the mediator of the dispute, what mediators can."""
    now, stage = standing_of(dispute), Stage(dispute.stage)
    mine = OF_MEDIATORS if is_mediator else ACTS
    rights = officer.rights
    return [
        act
        for act in mine.values()
        if act.fits(stage, now) and (is_mediator or act.right in rights)
    ]
