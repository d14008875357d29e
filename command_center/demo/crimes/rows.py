"""The drawn cases as rows of the register: numbered, tagged, some solved, re-coded or late."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from command_center.cases.models import Case, CaseCategory, CaseCounter, CaseRevision, CaseTag
from command_center.demo.crimes.drawing import Crimes, Drawer, Floats
from command_center.demo.crimes.kinds import TAGS, Kind
from command_center.demo.history import AUTHOR, address_of
from grid.territory.models import Cell

State, FoundBy, Result = Case.State, Case.FoundBy, Case.Result
_RESULTS: Final = (
    *(Result.VIDEO,) * 8, *(Result.PATROL,) * 3, *(Result.PUBLIC,) * 3, *(Result.COMMUNITY,) * 3,
    *(Result.TRACES,) * 2, Result.CHECKPOINT, Result.INFORMATION, Result.OTHER,
)  # fmt: skip
_NO_POINT, _NO_POINT_ONLINE, _BLURRED = 0.035, 0.6, 0.06
_LATE, _WITHDRAWN, _VOID, _RECODED, _NOT_FILED = 0.03, 0.012, 0.006, 0.05, 0.05
_DRAWN: Final = 8  # columns of chance for each case
_FIXED: Final[dict[str, Any]] = {
    "source": "demo",
    "source_crs": "wgs84",
    "entered_by": AUTHOR,
    "narrative": None,
}


@dataclass(slots=True)
class Register:
    """What the rows refer to, by code."""

    cells: Mapping[str, Cell]
    categories: Mapping[str, CaseCategory] = field(
        default_factory=lambda: {row.code: row for row in CaseCategory.objects.all()}
    )
    tags: Mapping[tuple[str, str], int] = field(
        default_factory=lambda: {
            (kind, code): pk for kind, code, pk in CaseTag.objects.values_list("kind", "code", "pk")
        }
    )


def rows_of(drawer: Drawer, crimes: Crimes, register: Register) -> list[dict[str, Any]]:
    """Column values of each case that was entered by now, in order of being reported."""
    chance = drawer.rng.random((len(crimes), _DRAWN))
    waits = drawer.rng.lognormal(0, 0.8, (len(crimes), 3))
    rows = []
    for nth in range(len(crimes)):
        row = _row(drawer, crimes, nth, register, chance[nth], waits[nth])
        if row["entered_at"] <= drawer.ground.now:
            rows.append(row)
    _number(rows)
    return rows


def _row(
    drawer: Drawer, crimes: Crimes, nth: int, register: Register, chance: Floats, waits: Floats
) -> dict[str, Any]:
    kind = drawer.book.kinds[crimes.kind[nth]]
    cell_row = drawer.ground.cells[crimes.cell[nth]]
    cell, category = register.cells[cell_row.code], register.categories[kind.category]
    reported = drawer.at(crimes.reported[nth])
    is_planted = crimes.mark[nth] > 0
    days_late = 2 + 9 * waits[2] if chance[0] < _LATE and not is_planted else 0
    row = _FIXED | {
        "is_planted": is_planted,
        "agency_id": cell.agency_id,
        "cell_id": cell.pk,
        "category_id": category.pk,
        "kind": category.kind,
        "occurred_from": drawer.at(crimes.begin[nth]),
        "occurred_to": drawer.at(crimes.end[nth]) if crimes.end[nth] >= 0 else None,
        "reported_at": reported,
        "entered_at": reported + timedelta(days=days_late, minutes=4 + 6 * waits[1]),
        "found_by": _found_by(kind, chance[1]),
        "loss_yuan": round(kind.loss * waits[0] / 10) * 10 if kind.loss else None,
    }
    for name, code in zip(TAGS, crimes.tags[nth], strict=True):
        row[f"{name}_id"] = register.tags[name, str(code)] if code else None
    row |= _place(drawer, crimes, nth, kind, chance[2])
    row |= _outcome(kind, row, drawer.ground.now, chance[3:6], waits[0])
    if chance[6] < _RECODED and not is_planted:
        row |= _recoding(drawer, row, kind, register, waits[1])
    return row


def _found_by(kind: Kind, chance: float) -> str:
    if chance >= kind.found:
        return FoundBy.REPORTED.value
    by = (FoundBy.PATROL, FoundBy.PATROL, FoundBy.INSPECTION, FoundBy.INQUIRY)
    return by[int(chance * 1000) % len(by)].value


def _place(drawer: Drawer, crimes: Crimes, nth: int, kind: Kind, chance: float) -> dict[str, Any]:
    number = int(crimes.cell[nth])
    place: dict[str, Any] = {
        "address": address_of(drawer.ground.cells[number].name, number, int(crimes.anchor[nth]))
    }
    if chance < (_NO_POINT_ONLINE if kind.online else _NO_POINT) and not crimes.mark[nth]:
        return place
    lng, lat = float(crimes.lng[nth]), float(crimes.lat[nth])
    place |= {"point": f"SRID=4326;POINT({lng:.7f} {lat:.7f})"}
    place |= {"source_lng": round(lng, 7), "source_lat": round(lat, 7)}
    if chance > 1 - _BLURRED:
        place["position_error_m"] = 150.0
    return place


def _outcome(
    kind: Kind, row: Mapping[str, Any], now: datetime, chance: Floats, wait: float
) -> dict[str, Any]:
    """Filed or not, and solved, withdrawn, void or open as it stands now."""
    reported: datetime = row["reported_at"]
    found: dict[str, Any] = {"state": State.OPEN.value, "result": ""}
    filed = reported + timedelta(hours=4 + 20 * chance[1])
    if chance[1] >= _NOT_FILED and filed <= now:
        found["filed_on"] = filed.date()
    if chance[2] < _VOID:
        return found | {"state": State.VOID.value}
    if chance[2] < _VOID + _WITHDRAWN:
        return found | {"state": State.WITHDRAWN.value}
    solved = reported + timedelta(days=1 + 12 * wait)
    if chance[0] < kind.solved and solved <= now:
        result = _RESULTS[int(chance[0] * 10_000) % len(_RESULTS)]
        found |= {"state": State.SOLVED.value, "solved_on": solved.date(), "result": result.value}
    return found


def _recoding(
    drawer: Drawer, row: Mapping[str, Any], kind: Kind, register: Register, wait: float
) -> dict[str, Any]:
    first = next((one for one, then in drawer.book.recodings if then == kind.category), None)
    at = row["entered_at"] + timedelta(days=2 + 12 * wait)
    if first is None or at > drawer.ground.now:
        return {}
    return {"recoded_at": at, "version": 2, "was": register.categories[first]}


def _number(rows: list[dict[str, Any]]) -> None:
    """`AJ26-000001` by local year of entry, in order of entry."""
    last: Counter[int] = Counter(dict(CaseCounter.objects.values_list("year", "last")))
    for row in sorted(rows, key=lambda row: row["entered_at"]):
        year = row["entered_at"].year
        last[year] += 1
        row["number"] = f"AJ{year % 100:02}-{last[year]:06}"
    for year, number in last.items():
        CaseCounter.objects.update_or_create(year=year, defaults={"last": number})


def revisions_of(rows: list[dict[str, Any]], register: Register) -> Iterator[CaseRevision]:
    """The correction behind each re-coded case, once the cases are written."""
    recoded = {row["number"]: row for row in rows if "was" in row}
    keys = dict(Case.objects.filter(number__in=recoded).values_list("number", "pk"))
    now = {category.pk: category for category in register.categories.values()}
    for number, row in recoded.items():
        was, then = row["was"], now[row["category_id"]]
        changes = {"category": [was.code, then.code]}
        if was.kind != then.kind:
            changes["kind"] = [was.kind, then.kind]
        yield CaseRevision(
            case_id=keys[number], version=2, at=row["recoded_at"], by=AUTHOR,
            reason="核查后更正类别", changes=changes, days=[row["reported_at"].date()],
        )  # fmt: skip
