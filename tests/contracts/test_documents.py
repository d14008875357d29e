"""The documents claim only what is there."""

import re

from django.conf import settings
from django.core.management import get_commands

from script.house import repository

DOCS = settings.BASE_DIR / "docs"
COVERAGE = (DOCS / "coverage.md").read_text()
ROW = re.compile(
    r"^\| (\d+) \| .+? \| (\*\*\w[\w ]*\*\*|not yet) \| (.+?) \| (.*?) \| (.*?) ?\|$", re.MULTILINE
)
ROWS = ROW.findall(COVERAGE)


def test_each_of_the_209_mechanisms_has_one_row() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 210))


def test_what_is_claimed_names_a_test_that_exists() -> None:
    for number, state, _where, _accepted, tests in ROWS:
        if state != "not yet":
            named = [name.strip() for name in tests.split(",") if name.strip()]
            assert named, number
            assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


def test_what_is_not_yet_there_names_the_app_it_will_live_in() -> None:
    for number, state, where, _accepted, _tests in ROWS:
        if state == "not yet":
            assert (settings.BASE_DIR / where.strip("`")).is_dir(), number


def test_every_command_a_document_mentions_exists() -> None:
    known = set(get_commands())
    text = "\n".join(page.read_text() for page in repository.tracked(".md"))
    mentioned = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert len(mentioned) > 5
    assert mentioned - known == set()


def test_every_file_a_document_names_exists() -> None:
    pattern = re.compile(r"`((?:grid|command_center|script|tests|docs|fixtures)/[\w./]+\.\w+)`")
    for page in repository.tracked(".md"):
        named = [name for name in pattern.findall(page.read_text()) if "fire" not in name]
        assert [name for name in named if not (settings.BASE_DIR / name).exists()] == [], page


def test_the_tables_of_states_and_roles_are_complete() -> None:
    from command_center.incidents.models import Incident
    from grid.organisation.roles import Role

    glossary = (DOCS / "glossary.md").read_text()
    words = [*Incident.State.values, *Role.values]
    assert [word for word in words if f"| {word} |" not in glossary] == []
