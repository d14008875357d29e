"""Ground for the tests of incidents: the category tree and the dispositions."""

import pytest

from command_center.incidents.reference import load
from tests.cast import Cast


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast, and a city with categories and dispositions."""
    load()
    return cast
