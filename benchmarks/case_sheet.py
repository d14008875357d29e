"""One daily sheet of the whole city, end to end: what it reads and all it computes.

    python -m benchmarks.case_sheet [--rows 10000000] [--rounds 7] [--keep]

The sheet of the last day is composed as a run does it, under the role of the analysis, with every
section: classes and areas over two years, surges of the areas below, hours, hot cells, near
repeats with 999 permutations, days without a case, what the data lack, proposals. Printed are the
seconds of each step (median) and of the whole; the count of the day is asserted against the cases.
Before that the cases are laid in the order of their reports, as they come in, and the indexes that
the ground leaves out are made.
"""

import statistics
import time
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.case_ground import LAST, cases, options
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import Context
from command_center.analysis.sheets.composing import compose
from grid.ledger.analysis_role import as_analysis
from grid.organisation.models import Agency

_TRUTH = """
SELECT count(*) FROM cases_case
 WHERE reported_at >= %(day)s::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND reported_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND state <> 'void' AND found_by = 'reported'
"""
_READY = (
    "SET statement_timeout = 0",
    "CREATE INDEX IF NOT EXISTS case_entered ON cases_case (entered_at)",
    "CREATE INDEX IF NOT EXISTS case_recoded ON cases_case (recoded_at)"
    " WHERE recoded_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS case_category_day ON cases_case (category_id, reported_at)",
    "CLUSTER cases_case USING case_recent",
    "ANALYZE cases_case",
)


def composed(city):
    """The sheet, and when each of its steps began."""
    began: list[tuple[str, float]] = []
    context = Context(
        agency=city,
        period=Period.parse(LAST.isoformat()),
        known_at=timezone.now(),
        seed=1,
        say=lambda _percent, step: began.append((step, time.perf_counter())),
    )
    with transaction.atomic(), as_analysis():
        content = compose(context)
    began.append(("", time.perf_counter()))
    took = {step: after - at for (step, at), (_next, after) in pairwise(began)}
    return content, took


def main():
    asked = options(__doc__)
    with cases(asked.rows, keep=asked.keep):
        city = Agency.objects.get(parent__isnull=True, cells=None, path__startswith="2204")
        with connection.cursor() as cursor:
            for statement in _READY:
                cursor.execute(statement)
            cursor.execute("SET work_mem = '64MB'")  # as a run has it
            cursor.execute(_TRUTH, {"day": LAST})
            truth = cursor.fetchone()[0]
        steps: dict[str, list[float]] = {}
        for at in range(asked.rounds + 1):
            content, took = composed(city)
            assert content["classes"][0]["count"] == truth
            for step, seconds in (took | {"whole": sum(took.values())}).items():
                if at:
                    steps.setdefault(step, []).append(seconds)
    print(f"{asked.rows:,} cases, {truth:,} on the day, {len(content['areas'])} areas below")
    for step, seconds in steps.items():
        spread = f"[{min(seconds):.2f}-{max(seconds):.2f}]"
        print(f"{step:10} {statistics.median(seconds):7.2f} s  {spread}")


if __name__ == "__main__":
    main()
