"""Fixtures every test may use."""

import pytest

from tests.cast import Cast, call_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and the ground of the tests."""
    return call_cast()
