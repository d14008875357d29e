"""What must be true of the rows, the log, the figures and the boards when the day is over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from playwright.sync_api import Page

from command_center.alerts.models import Alert
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment, Stage
from command_center.dispatch.assignments.stages import ENDS, STAMPS
from command_center.incidents.models import Incident
from command_center.incidents.states import TIMES
from grid.ledger.models import Cursor, EventEntry
from patrol.units.models import ENGAGED, Unit
from tests.faults.day import CALLS, FATES, Seat, until
from tests.faults.sampling import fault_of

CLOSED_SHOWN: Final = 50  # rows of the queue's last section, the newest
Lives = Sequence[tuple[str, tuple[str, ...], Random]]
OF_ASSIGNMENTS: Final = "dispatch.assignment_"
STAGE_OF_FACT: Final = {f"{OF_ASSIGNMENTS}{stage.value}": stage for stage in Stage}
# How many assignments a life of each kind ends as what.
ENDED_AS: Final = {
    "plain": {Stage.FED_BACK: 1},
    "on_board": {Stage.FED_BACK: 1},
    "returned": {Stage.RETURNED: 1, Stage.FED_BACK: 1},
    "recalled": {Stage.RECALLED: 1, Stage.FED_BACK: 1},
    "reassigned": {Stage.RECALLED: 1, Stage.FED_BACK: 1},
    "preempted": {Stage.PREEMPTED: 1, Stage.FED_BACK: 2},
    "queued": {Stage.FED_BACK: 2},
    "unsigned": {Stage.ISSUED: 1},
    "late": {Stage.FED_BACK: 1},
    "waiting": {},
}


def facts(kind: str) -> Any:
    return EventEntry.objects.filter(kind=kind).order_by("seq")


def settled() -> None:
    """The clocks have said what there is to say, and whoever listens has heard it."""
    until(lambda: facts(f"{OF_ASSIGNMENTS}unsigned").count() == FATES["unsigned"])
    until(lambda: facts("incidents.waiting_too_long").count() >= FATES["waiting"])
    now = timezone.now()
    late = Assignment.objects.filter(OPEN_ENDS, due_at__lt=now, overdue_at__isnull=True)
    until(lambda: not late.exists())
    head = EventEntry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    behind = Cursor.objects.filter(name="alerts.rules")
    until(lambda: all(cursor.seq >= head for cursor in behind.all()))


def no_call_was_without_an_owner(lives: Lives) -> None:
    """The log, told again: where a transaction ends, each call's state has the units it says.

    The facts of one transaction stand together, so a call may be between two states only until
    the first fact about a call of another life.
    """
    life_of = {number: place for place, life in enumerate(lives) for number in life[1]}
    states: dict[str, str] = {}
    on_it: dict[str, set[str]] = defaultdict(set)
    between: set[str] = set()
    for event in EventEntry.objects.order_by("seq"):
        number = _call_of(event)
        if number not in life_of:
            continue
        ended = {n for n in between if life_of[n] != life_of[number]}
        assert not ended, [_told_of(n, states[n], on_it[n], event) for n in ended]
        if event.kind in STAGE_OF_FACT:
            gone = STAGE_OF_FACT[event.kind] in ENDS
            (on_it[number].discard if gone else on_it[number].add)(event.subject_id)
        elif event.subject_type == "incident" and "state" in event.payload:
            states[number] = event.payload["state"]
        told = fault_of(number, states[number], has_units=bool(on_it[number]))
        (between.add if told else between.discard)(number)
    assert not between
    assert len(states) == CALLS


def _told_of(number: str, state: str, units: set[str], event: EventEntry) -> str:
    """The fault with the facts around it, so that a rare one can be understood from its log."""
    near = EventEntry.objects.filter(seq__range=(event.seq - 12, event.seq + 6)).order_by("seq")
    log = [f"{row.seq} {row.kind} {row.subject_id} {_call_of(row)}" for row in near]
    return f"{fault_of(number, state, has_units=bool(units))}: {log}"


def _call_of(event: EventEntry) -> str:
    if event.subject_type == "assignment":
        return str(event.payload["incident"]["number"])
    return event.subject_id if event.subject_type == "incident" else ""


def stamps_follow_each_other() -> None:
    """On every assignment and every call, and in the log as it was told."""
    for row in Assignment.objects.all():
        told = [at for name in STAMPS.values() if (at := getattr(row, name))]
        assert told == sorted(told), row
        assert row.ended_at is None or row.ended_at >= told[-1], row
    for call in Incident.objects.defer("search"):
        stamps = [at for name in TIMES if (at := getattr(call, name))]
        assert stamps == sorted(stamps), call.number
    by_row: dict[str, list[EventEntry]] = defaultdict(list)
    for event in EventEntry.objects.filter(kind__in=STAGE_OF_FACT).order_by("seq"):
        by_row[event.subject_id].append(event)
    for events in by_row.values():
        moments = [event.happened_at for event in events]
        assert moments == sorted(moments)
        versions = [event.subject_version for event in events]
        assert versions == sorted(set(versions))
    assert len(by_row) == Assignment.objects.count()


def the_log_tells_each_row_as_it_became() -> None:
    """No fact is older than the one before it, and the last one of each row is the row."""
    newest: dict[tuple[str, str], EventEntry] = {}
    for event in EventEntry.objects.order_by("seq"):
        about = (event.subject_type, event.subject_id)
        earlier = newest.get(about, event)
        assert event.subject_version >= earlier.subject_version, (about, earlier.kind, event.kind)
        newest[about] = event
    for call in Incident.objects.defer("search"):
        told = newest["incident", call.number]
        assert (told.payload["state"], told.subject_version) == (call.state, call.version)
    for row in Assignment.objects.all():
        told = newest["assignment", str(row.pk)]
        assert (told.payload["stage"], told.subject_version) == (row.stage, row.version)
    for unit in Unit.objects.filter(version__gt=1):
        told = newest["unit", unit.call_sign]
        assert (told.payload["status"], told.subject_version) == (unit.status, unit.version)
    for alert in Alert.objects.all():
        told = newest["alert", str(alert.pk)]
        assert (told.payload["state"], told.subject_version) == (alert.state, alert.version)


def every_late_step_was_told_and_raised() -> None:
    """Each late span once, with its alert; of what was settled by a step, the alert is over."""
    told = Counter(
        (event.subject_id, event.payload["late_stage"])
        for event in facts(f"{OF_ASSIGNMENTS}overdue")
    )
    rows = Assignment.objects.all()
    late = Counter((str(row.pk), span) for row in rows for span in row.late_stages)
    assert told == late
    assert set(told.values()) == {1}
    missed = rows.filter(OPEN_ENDS, overdue_at__isnull=True)
    assert not missed.filter(due_at__lt=timezone.now() - timedelta(seconds=10)).exists()
    for pk, _span in told:
        assert _alerts("overdue").filter(subject_id=pk).exists()
    unsigned = rows.filter(stage=Stage.ISSUED)
    assert unsigned.count() == FATES["unsigned"]
    for row in unsigned:
        assert row.late_stages == ["accept"]
        assert row.resent == 1
        assert row.escalated_at
        assert _alerts("unsigned").filter(subject_id=row.pk, state="open").exists()
    went_on = Q(late_stages__contains=["accept", "depart"], stage=Stage.FED_BACK)
    assert rows.filter(went_on).count() >= FATES["late"]
    answered = [str(pk) for pk in rows.exclude(OPEN_ENDS).values_list("pk", flat=True)]
    open_still = Alert.objects.exclude(state="resolved").filter(subject_type="assignment")
    assert not open_still.filter(subject_id__in=answered).exists()
    waiting = facts("incidents.waiting_too_long").values_list("subject_id", flat=True)
    for number in waiting:
        about = Alert.objects.filter(subject_type="incident", subject_id=number)
        assert about.filter(kind="incidents.waiting_too_long").exists()
    waits = Incident.objects.filter(state__in=("received", "returned")).values("number")
    ringing = Alert.objects.exclude(state="resolved").filter(subject_type="incident")
    assert not ringing.exclude(subject_id__in=waits).exists()


def _alerts(what: str) -> Any:
    return Alert.objects.filter(subject_type="assignment", kind=f"{OF_ASSIGNMENTS}{what}")


def stages_are_those_of_the_plan(desk: Seat) -> None:
    """Assignments by stage, as the plan of the day, the rows, the log and REST have them."""
    wanted: Counter[str] = Counter()
    for fate, n in FATES.items():
        wanted.update({stage.value: each * n for stage, each in ENDED_AS[fate].items()})
    assert Counter(Assignment.objects.values_list("stage", flat=True)) == wanted
    for stage, n in wanted.items():
        assert desk.get("assignments/", stage=stage, limit=1)["count"] == n
        if stage != Stage.ISSUED:
            assert facts(f"{OF_ASSIGNMENTS}{stage}").count() == n
    assert facts(f"{OF_ASSIGNMENTS}issued").count() == wanted.total()
    for unit in Unit.objects.all():
        open_rows = Assignment.objects.filter(OPEN_ENDS, unit=unit)
        assert (unit.status in ENGAGED) == open_rows.exists(), unit
        assert open_rows.filter(is_primary=True).count() == min(1, open_rows.count())


def figures_open_to_their_calls(desk: Seat) -> None:
    """Each number of the figures is the length of the list it opens; with what is left out, all."""
    for per, total in (("incident", CALLS), ("assignment", Assignment.objects.count())):
        report = desk.get("figures/", per=per, group="agency")
        for figure in report["measures"]:
            _figure(desk, figure, per=per, total=total)
        measures = {figure["measure"]: figure["n"] for figure in report["measures"]}
        if per == "incident":
            assert measures["close"] == Incident.objects.exclude(closed_at=None).count()
            assert measures["dispatch"] == Incident.objects.exclude(dispatched_at=None).count()
            assert measures["dispatch"] == CALLS - FATES["waiting"]
        else:
            assert measures["sign"] == Assignment.objects.exclude(signed_at=None).count()


def _figure(desk: Seat, figure: dict[str, Any], *, per: str, total: int) -> None:
    name, path = figure["measure"], figure["calls"].partition("/api/v1/")[2]
    rows = desk.all(path, per=per)
    assert len(rows) == figure["n"], name
    assert sum(band["n"] for band in figure["bands"]) == figure["n"], name
    bands = Counter(row["band"] for row in rows)
    for band in figure["bands"]:
        assert bands[band["band"]] == band["n"] or len(figure["bands"]) == 1, name
    assert sum(group["n"] for group in figure["groups"]) == figure["n"], name
    left_out = 0
    for excluded in figure["excluded"]:
        found = desk.get(path, per=per, reason=excluded["reason"], limit=1)["count"]
        assert found == excluded["n"], (name, excluded)
        left_out += found
    assert figure["n"] + left_out == total, name


def boards_show_what_the_state_says(boards: Sequence[Page], desks: Sequence[Seat]) -> None:
    """Both boards, both seats' state and the lists of REST end with the same."""
    state = _known(desks[0])
    assert state == _known(desks[1])
    for name in ("pending", "active", "closed"):
        assert state["counts"][name] == len(state["sections"][name])
    assert sum(state["groups"].values()) == Unit.objects.count()
    for level in range(1, 5):
        rows = Incident.objects.filter(level=level).exclude(state="closed")
        assert state["levels"][str(level)] == rows.count()
        listed = desks[0].get("incidents/", level=level, open="true", limit=1)
        assert listed["count"] == rows.count()
    wanted = {key: state[key] for key in ("counts", "levels", "queue", "groups")}
    for page in boards:
        page.mouse.move(900, 500)
        page.evaluate("document.activeElement.blur()")
        _until_shown(page, wanted)
        assert page.foreign == []  # type: ignore[attr-defined]
        assert [text for text in page.complaints if "409" not in text] == []  # type: ignore[attr-defined]


def _until_shown(page: Page, wanted: dict[str, Any]) -> None:
    """Ask the page again until it shows this; what it showed last is in the fault."""
    try:
        until(lambda: _shown(page) == wanted or page.wait_for_timeout(50))
    except AssertionError:
        shown = _shown(page)
        wrong = {key: (shown[key], wanted[key]) for key in wanted if shown[key] != wanted[key]}
        raise AssertionError(wrong) from None


def _known(desk: Seat) -> dict[str, Any]:
    """What a seat's state says, in the words of the board."""
    told = desk.get("state/")
    board = _sections(told["incidents"])
    closed = sorted(told["incidents"], key=lambda row: str(row["since"]), reverse=True)
    shown = _sections([row for row in closed if row["state"] == "closed"][:CLOSED_SHOWN])
    return {
        "counts": {name: told["counts"][name] for name in ("pending", "active", "closed")},
        "levels": told["counts"]["levels"],
        "sections": board,
        "queue": board | {"closed": shown["closed"]},
        "groups": Counter(_group(unit["status"]) for unit in told["units"]),
        "incidents": {row["number"]: (row["state"], row["version"]) for row in told["incidents"]},
        "assignments": {row["id"]: (row["stage"], row["version"]) for row in told["assignments"]},
        "units": {row["call_sign"]: (row["status"], row["version"]) for row in told["units"]},
        "alerts": sorted(row["id"] for row in told["alerts"]),
    }


def _sections(rows: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    of = {"received": "pending", "returned": "pending", "closed": "closed"}
    found: dict[str, list[str]] = {"pending": [], "active": [], "closed": []}
    for row in rows:
        found[of.get(row["state"], "active")].append(row["number"])
    return {name: sorted(numbers) for name, numbers in found.items()}


def _group(status: str) -> str:
    return "available" if status in ("patrol", "standby", "available") else status


def _shown(page: Page) -> dict[str, Any]:
    """What the board shows: counters, open calls by level, the queue's rows, the unit strip."""
    return page.evaluate(
        """() => {
        const text = (id) => document.getElementById(id).textContent.trim();
        const names = ['pending', 'active', 'closed'];
        const rows = (name) => [...document.querySelectorAll(`#queue-${name} [data-number]`)];
        return {
          counts: Object.fromEntries(names.map((n) => [n, Number(text(`count-${n}`))])),
          levels: Object.fromEntries([1, 2, 3, 4].map((n) =>
            [String(n), Number(text(`open-p${n}`).match(/\\d+$/)[0])])),
          queue: Object.fromEntries(names.map((n) =>
            [n, rows(n).map((row) => row.dataset.number).sort()])),
          groups: Object.fromEntries([...document.querySelectorAll('#strip-groups [data-group]')]
            .map((g) => [g.dataset.group, Number(g.querySelector('.ug-head b').textContent)])
            .filter(([, n]) => n)),
        };}"""
    )
