"""Days off and worked in exchange as the General Office of the State Council announced them.

The notices of 25 October 2023, 12 November 2024 and 4 November 2025 on the holidays of the year
after. Weekends that a holiday merely adjoins are left out: their weekday says what they are.
"""

from datetime import date, timedelta
from typing import Any

from django.db import migrations

NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
# First day, last day; then the days worked in exchange.
DAYS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "元旦": [
        ("2024-01-01", "2024-01-01", ()),
        ("2025-01-01", "2025-01-01", ()),
        ("2026-01-01", "2026-01-03", ("2026-01-04",)),
    ],
    "春节": [
        ("2024-02-10", "2024-02-17", ("2024-02-04", "2024-02-18")),
        ("2025-01-28", "2025-02-04", ("2025-01-26", "2025-02-08")),
        ("2026-02-15", "2026-02-23", ("2026-02-14", "2026-02-28")),
    ],
    "清明节": [
        ("2024-04-04", "2024-04-06", ("2024-04-07",)),
        ("2025-04-04", "2025-04-06", ()),
        ("2026-04-04", "2026-04-06", ()),
    ],
    "劳动节": [
        ("2024-05-01", "2024-05-05", ("2024-04-28", "2024-05-11")),
        ("2025-05-01", "2025-05-05", ("2025-04-27",)),
        ("2026-05-01", "2026-05-05", ("2026-05-09",)),
    ],
    "端午节": [
        ("2024-06-10", "2024-06-10", ()),
        ("2025-05-31", "2025-06-02", ()),
        ("2026-06-19", "2026-06-21", ()),
    ],
    "中秋节": [
        ("2024-09-15", "2024-09-17", ("2024-09-14",)),
        ("2026-09-25", "2026-09-27", ()),
    ],
    "国庆节": [
        ("2024-10-01", "2024-10-07", ("2024-09-29", "2024-10-12")),
        ("2026-10-01", "2026-10-07", ("2026-09-20", "2026-10-10")),
    ],
    "国庆节、中秋节": [("2025-10-01", "2025-10-08", ("2025-09-28", "2025-10-11"))],
}


def _row(model: Any, name: str, kind: str, first: str, last: str) -> Any:
    begins = date.fromisoformat(first)
    ends = date.fromisoformat(last) + timedelta(days=1)
    source = NOTICE.format(year=begins.year)
    return model(name=name, kind=kind, valid_from=begins, valid_to=ends, source=source)


def write(apps: Any, _schema: Any) -> None:
    model = apps.get_model("analysisruns", "SpecialDay")
    rows = []
    for name, years in DAYS.items():
        for first, last, worked in years:
            rows.append(_row(model, name, "holiday", first, last))
            rows += [_row(model, f"{name}调休", "workday", day, day) for day in worked]
    model.objects.bulk_create(rows)


def strike(apps: Any, _schema: Any) -> None:
    apps.get_model("analysisruns", "SpecialDay").objects.filter(agency__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("analysisruns", "0002_default_calendar")]

    operations = [migrations.RunPython(write, strike)]
