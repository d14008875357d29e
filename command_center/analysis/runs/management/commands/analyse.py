"""`manage.py analyse daily 2026-03-01`: a period now, or with `due` all that the calendar owes."""

import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from command_center.analysis.runs import calendar, leases
from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import JobSpec, job, jobs
from command_center.analysis.runs.services import ask_for, run_again
from command_center.analysis.runs.working import carry_out
from command_center.analysis.store import rollup
from grid.errors import DomainError
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency

State = JobRun.State


class Command(BaseCommand):
    """Carry out runs in this process, without Celery, beside workers that do the same."""

    help = "Analyse a period now: daily 2026-03-01, weekly 2026-W10, … or all that is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", help="daily, weekly, monthly, quarterly, yearly, or due")
        parser.add_argument("period", nargs="?", default="", help="2026-03-01, 2026-W10, 2026-03 …")
        parser.add_argument("--agency", default="", help="code or name; default: every agency")
        parser.add_argument("--again", action="store_true", help="a new revision of what is done")
        parser.add_argument("--reason", default="", help="why; asked for with --again, and kept")
        parser.add_argument("--workers", type=int, default=1, help="processes that share the work")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["job"] == "due":
                self._all_due(options)
            else:
                self._period(options)
        except DomainError as error:
            raise CommandError(error.message) from error

    @contextmanager
    def _helped(self, options: dict[str, Any]) -> Iterator[None]:
        """Other processes beside this one work on whatever is due of the same agencies."""
        argv = [sys.executable, "manage.py", "analyse", "due", "--agency", options["agency"]]
        helpers = [
            subprocess.Popen(argv, cwd=settings.BASE_DIR)  # noqa: S603 our own command
            for _worker in range(options["workers"] - 1)
        ]
        try:
            yield
        finally:
            for helper in helpers:
                helper.wait()

    def _all_due(self, options: dict[str, Any]) -> None:
        rollup.refresh_stale()
        calendar.write_due()
        code = options["agency"]
        wanted = [agency.pk for agency in _agencies(code)] if code else [None]
        with self._helped(options):
            for agency_id in wanted:
                while claim := leases.claim(agency_id=agency_id):
                    self._one(claim, self._left())

    def _period(self, options: dict[str, Any]) -> None:
        spec = _spec(options["job"])
        if not options["period"]:
            forms = _("Say which period: 2026-03-01, 2026-W10, 2026-03, 2026-Q1, 2026.")
            raise CommandError(forms)
        period = Period.parse(options["period"])
        rows = [
            self._row(spec, period, agency, options)
            for agency in _agencies(options["agency"])
            if agency.kind in spec.levels
        ]
        if not rows:
            raise CommandError(_("This job makes nothing for such an agency."))
        with self._helped(options):
            for at, row in enumerate(rows, 1):
                if claim := leases.claim(run_id=row.pk):
                    self._one(claim, f"{at}/{len(rows)}")
        self._judge([row.pk for row in rows])

    def _row(
        self, spec: JobSpec, period: Period, agency: Agency, options: dict[str, Any]
    ) -> JobRun:
        row = ask_for(spec, period, agency, actor=PLATFORM, reason=options["reason"])
        latest = JobRun.objects.filter(job=row.job, period=row.period, agency=agency)
        row = latest.order_by("-revision")[0]
        if options["again"] and row.state not in (State.DUE, State.RUNNING):
            return run_again(row, reason=options["reason"], actor=PLATFORM)
        return row

    def _one(self, claim: leases.Claim, place: str) -> None:
        began = monotonic()
        state = carry_out(claim)
        run = JobRun.objects.select_related("agency").get(pk=claim.run_id)
        said = f"{run.job} {run.period} {run.agency.name} ({run.revision})"
        self.stdout.write(f"[{place}] {said}: {state.value}, {monotonic() - began:.2f} s")
        if run.error:
            self.stderr.write(f"    {run.error}")

    def _left(self) -> str:
        open_ = JobRun.objects.filter(state__in=[State.DUE, State.RUNNING]).count()
        return f"{open_} left"

    def _judge(self, keys: list[int]) -> None:
        rows = JobRun.objects.filter(pk__in=keys)
        bad = rows.exclude(state__in=[State.DONE, State.SKIPPED, State.RUNNING])
        done = rows.filter(state=State.DONE).count()
        self.stdout.write(f"done {done} of {len(keys)}")
        if bad:
            told = _("%(n)s not done; see the pages of their runs.") % {"n": len(bad)}
            raise CommandError(told)


def _spec(name: str) -> JobSpec:
    found = job(name)
    if found is None:
        known = ", ".join(spec.name for spec in jobs())
        told = {"name": name, "known": f"{known}, due"}
        raise CommandError(_("There is no job %(name)s. There are: %(known)s.") % told)
    return found


def _agencies(said: str) -> Iterator[Agency]:
    found = Agency.objects.filter(is_active=True).order_by("path")
    if said:
        found = found.filter(Q(code=said) | Q(name=said))
        if not found:
            raise CommandError(_("There is no agency %(said)s.") % {"said": said})
    yield from found
