"""Counts by day, and which days must be counted again."""

from typing import ClassVar

from django.db import models

from grid.ledger.retention import Keep

_COUNTS = Keep(days=None, basis="counts of cases by day and area, no personal data")


class CaseDay(models.Model):
    """How many cases were reported on a local day (日汇总), by agency, cell, category, finder.

    Keys are plain numbers: the rows are made and read set by set. `cell_id` 0: no cell.
    Void cases are left out.
    """

    retention: ClassVar[Keep] = _COUNTS

    day = models.DateField()
    agency_id = models.BigIntegerField()
    cell_id = models.BigIntegerField(default=0)
    category_id = models.BigIntegerField()
    is_discovered = models.BooleanField(default=False)  # by police: analysed apart
    cases = models.PositiveIntegerField()

    class Meta:
        ordering = ("day", "agency_id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "agency_id", "cell_id", "category_id", "is_discovered"],
                name="case_day_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "day"], name="case_day_agency")]

    def __str__(self) -> str:
        return f"{self.day} {self.agency_id} {self.cases}"


class CaseMonth(models.Model):
    """How many cases were reported in a local month (月汇总), by agency, cell, category, finder.

    Always the sum of `CaseDay` over its days: what changes there changes here, in one statement.
    By cell a day has hardly fewer rows than cases; a month has a tenth of them.
    """

    retention: ClassVar[Keep] = _COUNTS

    month = models.DateField()  # its first day
    agency_id = models.BigIntegerField()
    cell_id = models.BigIntegerField(default=0)
    category_id = models.BigIntegerField()
    is_discovered = models.BooleanField(default=False)
    cases = models.PositiveIntegerField()

    class Meta:
        ordering = ("month", "agency_id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "agency_id", "cell_id", "category_id", "is_discovered"],
                name="case_month_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "month"], name="case_month_agency")]

    def __str__(self) -> str:
        return f"{self.month} {self.agency_id} {self.cases}"


class AreaDay(models.Model):
    """How many cases an agency and all below it had on a local day (区域日汇总), by category.

    A case of a station counts for the station, its branch and the city, so that the years of any
    area are read without adding up its stations: a day and cell has hardly fewer rows than cases.
    """

    retention: ClassVar[Keep] = _COUNTS

    area_id = models.BigIntegerField()  # the agency
    day = models.DateField()
    category_id = models.BigIntegerField()
    is_discovered = models.BooleanField(default=False)
    cases = models.PositiveIntegerField()

    class Meta:
        ordering = ("area_id", "day")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_id", "day", "category_id", "is_discovered"],
                include=["cases"],
                name="area_day_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="area_day_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id} {self.cases}"


class StaleDay(models.Model):
    """That a local day's counts are out of date (待重算日); written by triggers of the cases.

    One row a statement and day, never changed: who enters a case waits for nobody who enters
    another of the same day.
    """

    retention: ClassVar[Keep] = _COUNTS

    day = models.DateField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
