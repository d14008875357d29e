"""A dirty file of 100,000 cases by the import, against COPY of the same rows.

`python -m benchmarks.case_import [--rows 100000] [--reps 3]` makes a database of its own. The
whole run is: decode, parse, words, cells, datum, doubles, numbers, upsert, facts, report. See
`benchmarks.dirty_import` for what is measured. Bar: import at least 0.1 times copy.
"""

from benchmarks.dirty_import import Came, Subject, main  # first: sets Django up
from benchmarks.import_ground import COLUMNS, ROWS, SOUTH, STEP, WEST, build_ground
from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.services import import_now
from command_center.cases.models import Case, CaseImport

HEAD = ("案件编号", "案别", "发案时间起", "发案时间止", "报案时间", "案发地点",
        "经度", "纬度", "侵入方式", "损失金额", "破案日期", "破案来源")  # fmt: skip
KINDS = ("050201", "050225", "050300", "050240", "盗窃摩托车案")
ENTRIES = ("door_forced", "unlocked", "")
SPOILS = (
    lambda row: row.update(category="no such kind"),
    lambda row: row.update(occurred_from="yesterday"),
    lambda row: row.update(lng="east"),
    lambda row: row.update(entry="by magic"),
    lambda row: row.update(loss="much"),
    lambda row: row.update(number="L0"),  # the number of the first row
)


def a_row(rng, number):
    hour = rng.randrange(10, 20)
    day = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    is_solved = number % 5 == 0
    return {
        "number": f"L{number}", "category": rng.choice(KINDS),
        "occurred_from": f"{day} {hour}:15", "occurred_to": f"{day} {hour}:45",
        "reported_at": f"{day} {hour + 1}:05", "address": f"中央路{number % 900}号{number % 53}栋",
        "lng": round(WEST + rng.random() * COLUMNS * STEP * 0.999, 6),
        "lat": round(SOUTH + rng.random() * ROWS * STEP * 0.999, 6),
        "entry": rng.choice(ENTRIES), "loss": rng.randrange(10_000),
        "solved_on": "2026-01-05" if is_solved else "", "result": "视频" if is_solved else "",
    }  # fmt: skip


def take(path, city, is_dry_run):
    run = import_now(path, desk=ImportDesk(city), only_valid=True, is_dry_run=is_dry_run)
    wanted = CaseImport.State.TRIED if is_dry_run else CaseImport.State.DONE
    assert run.state == wanted, run.refusal
    named = set(run.faults.values_list("row", flat=True))
    return Came(run.read, run.created, run.changed, named)


SUBJECT = Subject(
    module="benchmarks.case_import", model=Case, emptied="cases_case, cases_caseimport",
    head=HEAD, row=a_row, spoils=SPOILS, take=take, ground=build_ground, rows=100_000,
)  # fmt: skip

if __name__ == "__main__":
    main(SUBJECT, __doc__)
