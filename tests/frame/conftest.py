"""The browser, for the tests of the frame."""

from tests.browser import chromium, visit  # noqa: F401
