"""The panel of the course on a dispute's page: the stages, what is owed, what can be done."""

from typing import Any, Final

from django.utils import timezone

from grid.organisation.models import Officer
from mediation.flow import acts, conflicts
from mediation.flow.acts import Act
from mediation.flow.models import Agreement, Course, Revisit, Session, StepKind
from mediation.flow.selectors import mediators_for, steps_of
from mediation.flow.standing import last_answers, last_course
from mediation.register import reveal
from mediation.register.models import Dispute, Party
from mediation.register.private import masked

Stage = Dispute.Stage
WAY: Final = (
    Stage.REGISTERED,
    Stage.ASSESSED,
    Stage.ASSIGNED,
    Stage.MEDIATING,
    Stage.AGREED,
    Stage.FULFILLING,
    Stage.REVISITED,
    Stage.CLOSED,
    Stage.ARCHIVED,
)
ASIDE: Final = (Stage.FAILED, Stage.REFUSED, Stage.TRANSFERRED)
AFTER: Final = {
    StepKind.REVISIT_30: StepKind.REVISIT_7,
    StepKind.NEXT_SESSION: StepKind.FIRST_SESSION,
}


def show(dispute: Dispute, officer: Officer) -> dict[str, Any]:
    """For an officer on the page of the register."""
    return shown(dispute, officer, is_mediator=False)


def shown(dispute: Dispute, officer: Officer, *, is_mediator: bool) -> dict[str, Any]:
    """Where it stands; words only for those at work on it or with leave, and noted."""
    course = last_course(dispute)
    steps = steps_of(dispute)
    possible = acts.offered(dispute, officer, is_mediator=is_mediator)
    return {
        "way": list(way(dispute)),
        "steps": steps,
        "next": _next(possible, [row.kind for row in steps]),
        "acts": [act for act in possible if act.path != "danger"],
        "danger": next((act for act in possible if act.path == "danger"), None),
        "course": course,
        "mediators": list(mediators_for(dispute)),
        "conflict_words": conflicts.WORDS,
        "consents": _consents(dispute, course),
        "sessions": _sessions(dispute),
        "agreement": Agreement.objects.filter(course=course).first() if course else None,
        "revisits": list(Revisit.objects.filter(dispute=dispute)),
        "entries": list(dispute.entry_rows.all()),
        "transfer": dispute.transfer_rows.filter(answer="").first(),
        "may_read": _has_words(dispute) and reveal.look(dispute, officer),
        "is_mediator": is_mediator,
        "now": timezone.now(),
    }


def way(dispute: Dispute) -> Any:
    """The stages in their order: word, and whether it is behind, here or ahead."""
    stage = Stage(dispute.stage)
    stages = [*WAY]
    if stage in ASIDE:
        stages[stages.index(Stage.AGREED) : stages.index(Stage.REVISITED)] = [stage]
    here = stages.index(stage)
    for place, one in enumerate(stages):
        state = "now" if place == here else ("done" if place < here else "ahead")
        yield {"word": one.label, "state": state}


def _next(possible: list[Act], kinds: list[str]) -> Act | None:
    """The act that settles what is due first."""
    for kind in kinds:
        wanted = AFTER.get(StepKind(kind), StepKind(kind))
        for act in possible:
            if act.step == wanted:
                return act
    return None


def _consents(dispute: Dispute, course: Course | None) -> list[dict[str, Any]]:
    answers = last_answers(course) if course else {}
    return [
        {"party": masked(row), "side": row.get_side_display(), "answer": answers.get(row.pk)}
        for row in Party.objects.filter(dispute=dispute)
    ]


def _sessions(dispute: Dispute) -> list[Session]:
    rows = Session.objects.filter(dispute=dispute).select_related("course")
    return list(rows.prefetch_related("mediators"))


def _has_words(dispute: Dispute) -> bool:
    return dispute.entry_rows.exists() or dispute.session_rows.exists()
