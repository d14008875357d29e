"""The demo city's ground: offices, visits, venues, teams, programmes, and its disputes."""

from django.db import connection

from command_center.demo.community.advising import create_programmes
from command_center.demo.community.calls import create_calls
from command_center.demo.community.hazards import create_hazards
from command_center.demo.community.houses import create_offices
from command_center.demo.community.inspecting import create_inspections
from command_center.demo.community.mediators import create_mediators
from command_center.demo.community.quarrels import create_disputes
from command_center.demo.community.teams import create_teams
from command_center.demo.community.town import town_of
from command_center.demo.community.venues import create_venues
from command_center.demo.community.visiting import create_visits
from command_center.demo.community.volumes import create_volumes
from grid.organisation.models import Agency, Officer

_FILLED = (
    "visits_visit, venues_inspection, venues_inspectionanswer, venues_hazard,"
    " mediation_dispute, mediation_party, disputeflow_step, disputeflow_course"
)


def create_community(*, city: Agency, chief: Officer) -> str:
    """Four weeks of the ground that community police work on; what was made, in words."""
    town = town_of(city, chief)
    offices = create_offices(town)
    visits = create_visits(town)
    venues = create_venues(town)
    inspections = create_inspections(town, venues)
    hazards = create_hazards(town, venues)
    create_teams(town)
    create_programmes(town)
    bench = create_mediators(town)
    disputes = create_disputes(town, bench)
    create_volumes(town, bench)
    calls = create_calls(town)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {_FILLED}")  # their plans are those of empty tables otherwise
    return (
        f"{offices} offices, {visits} visits, {len(venues)} venues, {inspections} inspections, "
        f"{hazards} hazards, {disputes} disputes, {calls} calls about disputes"
    )
