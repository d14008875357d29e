"""What the patrols hear of incidents: counts by cell, nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.incidents.demand import incidents_by_cell
from patrol.rounds.demand import sources

pytestmark = pytest.mark.django_db


def test_patrols_hear_how_many_incidents_lay_in_which_cell(city, call):
    call(), call()
    now = timezone.now()
    span = (now - timedelta(days=1), now + timedelta(minutes=1))
    assert sum(incidents_by_cell(city.city.path, *span).values()) == 2
    assert incidents_by_cell(city.south.path, *span) == {}
    assert incidents_by_cell(city.city.path, now - timedelta(days=3), span[0]) == {}


def test_the_incidents_are_a_source_of_demand():
    assert sources["incidents"] is incidents_by_cell
