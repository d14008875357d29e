"""What the demo city made of its cases: sheets, bulletins, decided proposals, studies, a room."""

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from command_center.demo.studying.deciding import decide, follow_one_through
from command_center.demo.studying.desk import desk_of
from command_center.demo.studying.issuing import create_bulletins
from command_center.demo.studying.owing import begin_calendar
from command_center.demo.studying.running import run_past, run_sheets, run_weeks
from command_center.demo.studying.thinking import create_studies
from grid.organisation.models import Agency

__all__ = ["create_analysis"]


def create_analysis(*, city: Agency) -> str:
    """The work of the last weeks, all of it through the platform's own steps; what was made."""
    with override(settings.LANGUAGE_CODE):
        desk = desk_of(city)
        begin_calendar(city, desk.today)
        follow_one_through(desk, run_past(desk))
        weeks = run_weeks(desk)
        sheets = run_sheets(desk)
        create_bulletins(desk, weeks)
        decided = decide(desk, [*sheets, *weeks])
        studies = create_studies(desk, weeks[-1])
    with connection.cursor() as cursor:
        # A run bounds how long its last transaction may idle, which here is that of the loading.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = DEFAULT")
    return (
        f"{1 + len(sheets)} daily sheets, {len(weeks)} bulletins, {decided} proposals decided,"
        f" {studies} studies"
    )
