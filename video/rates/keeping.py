"""The figures of a day, kept once: every group of every agency, by the formulas of that day."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from video.rates.computing import Figures, compute, together
from video.rates.formulas import FOUR, Figure, Formula
from video.rates.hours import compute_hours
from video.rates.models import By, RateDay
from video.rates.rulebook import formulas_of
from video.register.models import Camera

BACK: Final = 3  # days a stopped worker makes up for
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('videorates.keep_day'))"


def end_of(day: date) -> datetime:
    """The end of a local day: the first moment of the next."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def start_of(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time()))


@transaction.atomic
def keep_day(day: date, *, groups: Collection[By] = tuple(By)) -> int:
    """Count and keep the rates of a local day as they stood at its end; 0 if they are kept.

    Cameras answered for by the ledger of today: what was taken into use since counts with it.
    `groups` are those whose figures are kept, all of them unless said otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)  # two workers: the second finds the day kept
    if RateDay.objects.filter(day=day).exists():
        return 0
    kept = 0
    for city in Agency.objects.filter(parent__isnull=True):
        formulas = formulas_of(city.path, day)
        rows = list(_rows(city, day, formulas, groups))
        RateDay.objects.bulk_create(rows, batch_size=2000)
        kept += len(rows)
        if rows:
            record(PLATFORM, _fact(city, day, rows, formulas))
    return kept


def missing_days(today: date) -> list[date]:
    """The last days that are not kept; before the first kept day only yesterday."""
    wanted = [today - timedelta(days=back) for back in range(BACK, 0, -1)]
    known = set(RateDay.objects.filter(day__in=wanted).values_list("day", flat=True))
    if not known and not RateDay.objects.exists():
        return wanted[-1:]
    return [day for day in wanted if day not in known]


def _rows(
    city: Agency, day: date, formulas: dict[str, Formula], groups: Collection[By]
) -> Iterator[RateDay]:
    cameras = Camera.objects.filter(agency__path__startswith=city.path)
    span = (start_of(day), end_of(day))
    for by in groups:
        found: dict[Any, Figures] = compute(cameras, formulas, by=by, at=span[1])
        for key, figure in compute_hours(cameras, formulas, span, by=by).items():
            found.setdefault(key, {})[figure.rate] = figure
        for (agency_id, key), figures in found.items():
            yield from (
                RateDay(
                    day=day,
                    rate=rate,
                    by=by,
                    key=key,
                    agency_id=agency_id,
                    numerator=figure.numerator,
                    denominator=figure.denominator,
                    excluded=figure.excluded,
                    sample=figure.sample,
                    formula_id=formulas[rate].pk,
                )
                for rate, figure in figures.items()
                if figure.denominator or figure.excluded
            )


def _fact(city: Agency, day: date, rows: list[RateDay], formulas: dict[str, Formula]) -> Fact:
    """The four rates of the whole city, in percent to one decimal."""
    parts = [
        {r.rate: Figure(rate=r.rate, numerator=r.numerator, denominator=r.denominator)}
        for r in rows
        if r.by == By.AGENCY
    ]
    whole = together(parts, formulas)
    percent = {rate: str(whole[rate].percent) for rate in FOUR if whole[rate].denominator}
    red = [rate for rate in FOUR if whole[rate].is_red]
    return Fact(
        kind="video.rates_kept",
        subject_type="rate_day",
        subject_id=day.isoformat(),
        agency_path=city.path,
        payload={"day": day.isoformat(), "percent": percent, "below": red},
        dedupe_key=f"rates_kept:{city.pk}:{day.isoformat()}",
    )
