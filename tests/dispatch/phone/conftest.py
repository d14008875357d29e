"""Pat's phone: P12, a car of the northern station, and what the desk sends it."""

from tests.browser import chromium, visit  # noqa: F401
from tests.dispatch.assignments.conftest import other, sent, unit  # noqa: F401
from tests.dispatch.orders.conftest import give  # noqa: F401
from tests.incidents.conftest import call, city, desk  # noqa: F401
