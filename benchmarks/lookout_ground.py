"""What both lookout benchmarks stand on: a city, a gantry with its token, notices in force."""

from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from checkpoints.lookout.keys import indexes_of
from checkpoints.lookout.models import CheckTally, Notice
from checkpoints.register.models import Checkpoint
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest

TOKEN = "anlan_benchmark_gantry"
SOUGHT = "吉IO{:05d}"  # I and O are on no plate
ASKED = "吉OI{:05d}"


def build_ground(notices):
    """A working checkpoint, its client system, and so many notices; answers the checkpoint."""
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    station = Agency.objects.create(code="990101000000", name="站", kind="station", parent=city)
    now = timezone.now()
    checkpoint = Checkpoint.objects.create(
        code="CP1",
        name="卡口",
        line_id="ring",
        grade="level2",
        agency=station,
        point=Point(125.1, 42.9),
        built_on=timezone.localdate() - timedelta(days=9),
        valid_from=now - timedelta(days=9),
        valid_to=now + timedelta(days=9),
        instrument_type="批复",
        instrument_number="1",
        instrument_issuer="示例市局",
    )
    ClientSystem.objects.create(
        name="gantry",
        agency=station,
        token_digest=digest(TOKEN),
        token_hint="bench",
        scopes=["notices.check"],
        owner="bench",
        expires_at=now + timedelta(days=1),
    )
    plates = [SOUGHT.format(n) for n in range(notices)]
    Notice.objects.bulk_create(
        Notice(
            number=f"X99-{n:05d}",
            agency=city,
            kind="vehicle",
            state="approved",
            sought_index=index,
            instrument_type="协查函",
            instrument_number="1",
            instrument_issuer="示例市局",
            grounds="示例",
            action="示例",
            first_from=now,
            valid_from=now,
            valid_to=now + timedelta(days=30),
            created_at=now,
            created_by="officer:1",
            created_label="a",
            approved_at=now,
            approved_by="officer:2",
            approved_label="b",
        )
        for n, index in enumerate(indexes_of(plates, CheckTally.What.PLATE)[0])
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return checkpoint
