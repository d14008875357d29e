"""What people do for the demo city's cameras: checks, repairs, requests, rounds, alarm buttons."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from command_center.demo.upkeep.buttons import create_buttons
from command_center.demo.upkeep.checks import create_checks
from command_center.demo.upkeep.desks import create_desks
from command_center.demo.upkeep.formulas import agree_on_formulas
from command_center.demo.upkeep.opened import create_grants
from command_center.demo.upkeep.people import staff_of
from command_center.demo.upkeep.recorders import create_recordings
from command_center.demo.upkeep.repairs import create_repairs
from command_center.demo.upkeep.requests import create_requests
from grid.organisation.models import Agency, Officer
from video.rates.keeping import keep_day
from video.rates.models import By
from video.rates.places import check_places

RATE_DAYS: Final = 28
CLASS_DAYS: Final = frozenset({28, 24, 20, 16, 13, 10, 7, 5, 3, 2})
_FILLED: Final = (
    "video_cameralink, videohealth_inspection, videohealth_picturefault,"
    " videohealth_excludedcamera, videorates_placecheck, videorates_storagestate"
)


def create_upkeep(*, city: Agency, chief: Officer) -> str:
    """Everything around the cameras of the city, which stand already; what was made, in words."""
    staff = staff_of(city, chief)
    check_places()
    create_recordings(city)
    agree_on_formulas(city)
    create_checks(staff)
    tickets = create_repairs(staff)
    requests = create_requests(staff)
    buttons = create_buttons(staff)
    desks = create_desks(staff)
    grants = create_grants(staff)
    _count_days()
    return (
        f"{tickets} repair tickets, {requests} footage requests, {buttons} alarm buttons, "
        f"{desks} video desks, {grants} grants of cameras"
    )


def _count_days() -> None:
    """Four weeks of the agencies' rates; of the classes some days; of the others yesterday's.

    A day of one group takes a second; by the classes the public cameras' past is drawn.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {_FILLED}")  # their plans are those of empty tables otherwise
    today = timezone.localdate()
    for back in range(RATE_DAYS, 1, -1):
        groups = (By.AGENCY, By.CLASS) if back in CLASS_DAYS else (By.AGENCY,)
        keep_day(today - timedelta(days=back), groups=groups)
    keep_day(today - timedelta(days=1))
