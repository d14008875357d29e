"""What people made of the demo's findings: a followed series, two studies, a joint operation."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.runs.models import JobRun
from command_center.analysis.studies import services
from command_center.analysis.studies.models import CaseSeries, Operation, Study
from command_center.cases.models import Case
from command_center.demo.studying.desk import Desk, officer_of
from grid.organisation.models import Agency
from grid.organisation.roles import Role


def create_studies(desk: Desk, week: JobRun) -> int:
    """Of the likeliest series that the bulletin of a week names; how many studies."""
    found = Bulletin.objects.get(run=week).content["series"]
    if not found:
        return 0
    numbers = found[0]["numbers"]
    series = services.follow(
        by=desk.analyst, title=desk.words["series"]["title"], case_numbers=numbers,
        score=found[0]["score"],
    )  # fmt: skip
    study = _study(desk, series, week)
    _second(desk, study, numbers)
    services.submit_study(study, by=desk.analyst)
    _operation(desk, series, study)
    return Study.objects.count()


def _study(desk: Desk, series: CaseSeries, week: JobRun) -> Study:
    said = desk.words["study"]
    cites = [{"kind": "run", "number": str(week.pk)}]
    words = {name: said[name] for name in ("title", "question", "findings", "advice")}
    return services.open_study(by=desk.analyst, series=series.number, cites=cites, **words)


def _second(desk: Desk, study: Study, numbers: list[str]) -> None:
    """Two stations are asked for their own ground; one has answered, and was accepted."""
    said = desk.words["second"]
    stations = _stations(numbers)
    due = timezone.now() + timedelta(days=desk.words["study"]["second_days"])
    codes = [station.code for station in stations[:2]]
    services.ask_second(study, by=desk.analyst, agencies=codes, due_at=due)
    officer = officer_of(stations[0], Role.COMMUNITY_OFFICER)
    held = Case.objects.filter(number__in=numbers, agency__path__startswith=stations[0].path)
    cites = [{"kind": "case", "number": case.number} for case in held.order_by("number")]
    words = {name: said[name] for name in ("title", "question", "findings", "advice")}
    second = services.open_study(by=officer, parent=study, cites=cites, **words)
    services.submit_study(second, by=officer)
    services.accept_study(second, by=desk.leader, text=said["accepted"])
    services.remark(second, by=desk.leader, text=said["remark"])


def _stations(numbers: list[str]) -> list[Agency]:
    """Those of the cases' ground, in the order of the cases."""
    cases = Case.objects.filter(number__in=numbers).select_related("agency__parent")
    found: dict[int, Agency] = {}
    for case in cases.order_by("number"):
        is_office = case.agency.kind == Agency.Kind.OFFICE and case.agency.parent
        station = case.agency.parent if is_office and case.agency.parent else case.agency
        found.setdefault(station.pk, station)
    return list(found.values())


def _operation(desk: Desk, series: CaseSeries, study: Study) -> None:
    """A room led by the city's leader, with a done task and an open one."""
    said = desk.words["operation"]
    room = services.open_operation(
        by=desk.leader, title=said["title"], aim=said["aim"],
        series=series.number, study=study.number,
    )  # fmt: skip
    for member in said["member"]:
        _member(desk, room, member)
    for text in said["notes"]:
        services.note(room, by=desk.leader, text=text)


def _member(desk: Desk, room: Operation, said: dict[str, Any]) -> None:
    officer = officer_of(desk.city, said["role"])
    due = timezone.now() + timedelta(days=1)
    (asked,) = services.invite(
        room, by=desk.leader, badge_numbers=[officer.badge_number], trade=said["trade"], due_at=due
    )  # fmt: skip
    services.accept_invitation(asked, by=officer)
    if "task" not in said:
        return
    task = services.give_task(
        room, by=desk.leader, badge_number=officer.badge_number, title=said["task"],
        due_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    if "outcome" in said:
        services.finish_operation_task(task, by=officer, outcome=said["outcome"])
