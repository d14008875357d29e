"""A worker of the analysis for the fault tests: works off what is due, slowly enough to be hit.

`python -m tests.faults.analysis_worker SECONDS` ends when nothing is left to do.
"""

import os
import sys
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from command_center.analysis.runs import leases  # noqa: E402
from command_center.analysis.runs.models import JobRun  # noqa: E402
from command_center.analysis.runs.registry import Content, Context  # noqa: E402
from command_center.analysis.runs.working import carry_out  # noqa: E402
from tests.analysis.make import count_cases, only_job  # noqa: E402

LEASE = timedelta(seconds=1)


def slowly(seconds: float):  # type: ignore[no-untyped-def]
    """The small job of the tests, with steps in which a worker can be killed or frozen."""

    def compose(context: Context) -> Content:
        found = count_cases(context)
        for percent in (25, 50, 75):
            time.sleep(seconds / 3)
            context.say(percent, "counting")
        return found

    return compose


def work(seconds: float) -> None:
    """Until nothing is due or under way any more, whatever happens to the database."""
    with only_job(compose=slowly(seconds)):
        while True:
            try:
                if claim := leases.claim(lease=LEASE):
                    carry_out(claim, lease=LEASE)
                elif not JobRun.objects.filter(state__in=["due", "running"]).exists():
                    return
                else:
                    time.sleep(0.05)
            except (DatabaseError, InterfaceError):
                connection.close()


if __name__ == "__main__":
    work(float(sys.argv[1]))
