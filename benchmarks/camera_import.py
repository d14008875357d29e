"""A dirty file of 55,425 cameras by the import, against COPY of the same rows.

`python -m benchmarks.camera_import [--rows 55425] [--reps 3]` makes a database of its own. The
whole run is: decode, parse, rules, cells, datum, doubles, upsert, facts, report. See
`benchmarks.dirty_import` for what is measured. Bar: import at least 0.1 times copy.
"""

from benchmarks.dirty_import import Came, Subject, main  # first: sets Django up
from benchmarks.import_ground import SPOILS, a_row, build_ground
from grid.ledger.actors import Actor
from video.intake.heads import SHORT
from video.intake.models import IntakeRun
from video.intake.services import import_now
from video.register.models import Camera


def a_line(rng, number):
    """The values of a camera in the order of the sheet's columns."""
    row = a_row(rng, number)
    return {field: row[field] for _word, _key, field in SHORT}


def take(path, city, is_dry_run):
    by = Actor("system", "0", "bench", city.path, "import")
    run = import_now(path, by=by, agency=city, valid_rows_only=True, is_dry_run=is_dry_run)
    assert run.state == IntakeRun.State.DONE, run.refusal
    named = set(run.faults.values_list("line", flat=True))
    return Came(run.rows_read, run.rows_created, run.rows_changed, named)


SUBJECT = Subject(
    module="benchmarks.camera_import", model=Camera,
    emptied="video_cameralink, video_camera, videointake_intakerun",
    head=[word for word, _key, _field in SHORT], row=a_line, spoils=SPOILS, take=take,
    ground=build_ground, rows=55_425,
)  # fmt: skip

if __name__ == "__main__":
    main(SUBJECT, __doc__)
