"""Bodies that mediate, the people who do it, and the groups of the villages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from command_center.demo.community.town import Town, label
from grid.organisation.models import Agency
from mediation.mediators.models import GroupActivity, MediationBody, Mediator, VillageGroup

Kind, Level = MediationBody.Kind, MediationBody.Level
_GROUPS: Final = 465
_BROKEN: Final = 4  # which town's committee has two members, no woman, and its term over
_SITTERS: Final = ("retired_police", "retired_judge", "lawyer", "expert", "coordinator")


@dataclass(slots=True)
class Bench:
    """The bodies, and the mediators of each by its key; `room_of` are the police rooms."""

    bodies: list[MediationBody]
    mediators: dict[int, list[Mediator]]
    room_of: dict[int, MediationBody]  # by the key of the agency


def create_mediators(town: Town) -> Bench:
    """A police room for each station, committees, one body for the city, a group for villages."""
    stations = list(
        Agency.objects.filter(pk__in=town.mediators, kind=Agency.Kind.STATION).order_by("path")
    )
    rooms = [_room(station, nth) for nth, station in enumerate(stations, 1)]
    towns = [_committee(town, station, nth) for nth, station in enumerate(stations[:12], 1)]
    others = list(_above(town))
    bodies = MediationBody.objects.bulk_create([*rooms, *towns, *others])
    made = Mediator.objects.bulk_create(one for body in bodies for one in _sitting(town, body))
    of_body: dict[int, list[Mediator]] = {}
    for one in made:
        of_body.setdefault(one.body_id, []).append(one)
    _villages(town, {body.agency_id: body for body in bodies[: len(rooms)]})
    return Bench(bodies, of_body, {body.agency_id: body for body in bodies[: len(rooms)]})


def _room(station: Agency, nth: int) -> MediationBody:
    return MediationBody(
        code=f"TJS-{nth:03}", name=f"{station.name}调解室", kind=Kind.POLICE, level=Level.TOWN,
        agency=station, contact=f"0000-40{nth:02}",
    )  # fmt: skip


def _committee(town: Town, station: Agency, nth: int) -> MediationBody:
    begins = town.today - timedelta(days=1200 if nth == _BROKEN else 300 + 20 * nth)
    return MediationBody(
        code=f"TWH-{nth:03}", name=f"{station.name.removesuffix('派出所')}人民调解委员会",
        kind=Kind.TOWN, level=Level.TOWN, agency=station, contact=f"0000-41{nth:02}",
        term_from=begins, term_to=begins + timedelta(days=1095),
    )  # fmt: skip


def _above(town: Town) -> list[MediationBody]:
    said = (
        ("TZX-001", "市矛盾纠纷调解中心", Kind.CENTRE, Level.CITY),
        ("THY-001", "物业纠纷人民调解委员会", Kind.INDUSTRY, Level.CITY),
        ("THY-002", "道路交通事故人民调解委员会", Kind.INDUSTRY, Level.CITY),
        ("TSF-001", "司法所驻所调解室", Kind.JUDICIAL, Level.COUNTY),
    )
    begins = town.today - timedelta(days=400)
    return [
        MediationBody(
            code=code, name=name, kind=kind, level=level, agency=town.city, term_from=begins,
            term_to=begins + timedelta(days=1095), contact="0000-4200",
        )
        for code, name, kind, level in said
    ]  # fmt: skip


def _sitting(town: Town, body: MediationBody) -> list[Mediator]:
    """Who mediates at a body; the mediator of a station with her own sign-in."""
    since = town.today - timedelta(days=300)
    if body.kind == Kind.POLICE:
        return _police(town, body)
    count = 2 if body.code == f"TWH-{_BROKEN:03}" else 5
    return [
        Mediator(
            body=body, name=town.name(), kind="member" if nth < 3 else _SITTERS[nth],
            office=("主任", "副主任", "委员")[min(nth, 2)], is_woman=count > 2 and nth % 2 == 1,
            specialities="邻里、家庭" if nth % 2 else "合同、劳动", most_at_once=10,
            trained_on=town.today - timedelta(days=90 + nth), valid_from=since,
        )
        for nth in range(count)
    ]  # fmt: skip


def _police(town: Town, body: MediationBody) -> list[Mediator]:
    since = town.today - timedelta(days=300)
    own = town.mediators[body.agency_id]
    rows = [
        Mediator(
            body=body, officer=own, name=own.name, kind="coordinator", office="负责人",
            is_woman=True, specialities="邻里、家庭", trained_on=since, valid_from=since,
        ),
        Mediator(
            body=body, name=town.name(), kind=_SITTERS[own.pk % 3], specialities="合同、赔偿",
            trained_on=since, valid_from=since,
        ),
    ]  # fmt: skip
    offices = {c.agency_id for c in town.cells if c.agency.parent_id == body.agency_id}
    near = [town.of_agency.get(key, [])[:1] for key in (body.agency_id, *sorted(offices))]
    for officer in (officer for people in near for officer in people):
        rows.append(
            Mediator(
                body=body, officer=officer, name=officer.name, kind="officer", valid_from=since
            )
        )
    return rows


def _villages(town: Town, rooms: dict[int, MediationBody]) -> None:
    """Nearly all groups were active this month."""
    cells = [cell for cell in town.rural if cell.division][:_GROUPS]
    groups = VillageGroup.objects.bulk_create(
        VillageGroup(
            division=cell.division, agency=cell.agency, body=rooms.get(cell.agency_id),
            name=f"{cell.name}调解小组", headcount=3 + nth % 4, contact=f"村委会 0000-5{nth:03}",
            last_active_on=town.today - timedelta(days=nth % 14 if nth % 60 else 47),
        )
        for nth, cell in enumerate(cells)
    )  # fmt: skip
    GroupActivity.objects.bulk_create(
        GroupActivity(
            group=group, on=day, people=2 + nth % 2, visited=nth % 12, settled=nth % 3 // 2,
            note="排查走访", noted_by=label(town.leader), noted_at=town.now,
        )
        for nth, group in enumerate(groups)
        for day in {group.last_active_on, town.today.replace(day=1) + timedelta(days=nth % 15)}
        if day is not None and day <= town.today and (nth % 60 or day == group.last_active_on)
    )  # fmt: skip
