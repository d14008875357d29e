"""Counts by day, and which days must be counted again."""

from typing import ClassVar

from django.db import models

from grid.ledger.retention import Keep

_COUNTS = Keep(days=None, basis="counts of cases by day and cell, no personal data")


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


class StaleDay(models.Model):
    """A local day whose counts are out of date (待重算日); written by a trigger of the cases."""

    retention: ClassVar[Keep] = _COUNTS

    day = models.DateField(primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
