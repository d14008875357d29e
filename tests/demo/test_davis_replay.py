"""A real police department's incidents, end to end: a city out of its file, the file imported,
then a month of it played through REST while two dashboards are open."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from command_center.demo.player import Player
from command_center.demo.rest import Rest
from command_center.demo.scripts import replayed_month
from command_center.demo.second_city import CityPlan, build_city, read_points
from command_center.incidents.importing.mapping import parse_mapping
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency, Officer
from grid.organisation.services.clients import create_client
from grid.territory.models import Cell
from tests.browser import chromium, eventually, sign_in  # noqa: F401
from tests.faults.harness import Service, running_redis, running_web
from tests.waiting import LONG_MS

DATA = Path(settings.BASE_DIR).parent / "shared" / "data" / "davis_incidents.csv"
MAPPING = Path(settings.BASE_DIR) / "fixtures" / "davis.toml"
MONTH = "2020-12"  # 197 rows: what a queue shows at once
CODE = "990600000000"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.fault,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.name} is not part of the repository"),
]


@pytest.fixture
def davis(transactional_db: None, tmp_path: Path) -> Agency:
    """The city, with every row of the file that can be taken."""
    mapping = parse_mapping(MAPPING.read_text(encoding="utf-8"))
    lngs, lats = read_points(DATA, mapping)
    plan = CityPlan(code=CODE, name="Davis", cell_size_m=500)
    city, _cells, _accounts = build_city(plan, lngs=lngs, lats=lats, accounts_at=tmp_path / "a")
    open_mapping = tmp_path / "open.toml"  # as if nobody had dealt with any of them yet
    said = MAPPING.read_text(encoding="utf-8")
    open_mapping.write_text(said.replace("closed = true", "closed = false"), encoding="utf-8")
    call_command("import_incidents", DATA, columns=open_mapping, agency=CODE, valid_rows=True)
    return city


@pytest.fixture
def web() -> Iterator[Service]:
    with running_redis() as redis, running_web(redis.port, DEBUG="1") as service:
        yield service


class Board:
    """A dashboard in Chromium; notes what its socket brought and which rows its queue ever had."""

    def __init__(self, browser: Browser, url: str, officer: Officer) -> None:
        self.context = browser.new_context(viewport={"width": 1920, "height": 1080})
        self.facts: list[dict[str, Any]] = []
        sign_in(self.context, url, officer)
        self.page: Page = self.context.new_page()
        self.page.on("websocket", lambda s: s.on("framereceived", self._note))
        self.page.goto(url + "/")
        self.page.wait_for_selector("#link[data-state=live]", timeout=LONG_MS)
        self.page.evaluate(
            """() => {
              globalThis.seen = new Set();
              const look = () => document.querySelectorAll("#queue [data-number]")
                .forEach((row) => globalThis.seen.add(row.dataset.number));
              look();
              new MutationObserver(look).observe(
                document.querySelector("#queue"),
                {subtree: true, childList: true, attributes: true},
              );
            }"""
        )

    def _note(self, frame: str | bytes) -> None:
        body = json.loads(frame)
        for fact in body.get("events", [body] if body["t"] == "ev" else []):
            if fact["kind"] == "incidents.received":
                self.facts.append(fact)

    def seen(self) -> set[str]:
        """Of every row the queue ever had; they come a moment after their facts."""
        return set(self.page.evaluate("[...globalThis.seen]"))

    def numbers(self) -> list[str]:
        return [
            fact["subject"]["id"] if "subject" in fact else fact["payload"]["number"]
            for fact in self.facts
        ]

    def wait_for(self, count: int) -> None:
        eventually(self.page, lambda: len(self.facts) >= count)


def test_every_row_of_the_file_is_taken_or_named(davis: Agency) -> None:
    taken = Incident.objects.filter(agency=davis).count()
    rows = sum(1 for _line in DATA.open(encoding="utf-8")) - 1
    assert rows == 5757
    assert taken > 0.9 * len(set(_keys()))
    call_command("import_incidents", DATA, columns=MAPPING, agency=CODE, valid_rows=True)
    assert Incident.objects.filter(agency=davis).count() == taken


def test_a_month_played_at_speed_reaches_two_dashboards_once_in_order_in_its_cell(
    davis: Agency,
    web: Service,
    chromium: Browser,  # noqa: F811
) -> None:
    url = f"http://127.0.0.1:{web.port}"
    officers = Officer.objects.filter(agency=davis, grants__role="dispatcher").order_by("pk")
    _open_with_everything(Board(chromium, url, officers[0]), Incident.objects.count())
    _close_the_past()
    boards = [Board(chromium, url, officer) for officer in officers[:2]]
    _client, token = create_client(
        name="replay",
        agency=davis,
        scopes=["incidents.report", "incidents.read"],
        owner="test",
        by=PLATFORM,
        days=1,
    )
    mapping = parse_mapping(MAPPING.read_text(encoding="utf-8"))
    deeds = replayed_month(DATA, mapping, month=MONTH)
    player = Player(rest=Rest(base=url, token=token, say=lambda text: None), speed=1e6)
    player.plan(deeds)
    player.play()
    posted = player.numbers
    assert len(posted) > 150 and len(posted) + player.rest.counts["refused 400"] == len(deeds)
    for board in boards:
        board.wait_for(len(posted))
        assert board.numbers() == posted  # each, once, in order
    assert _in_their_cells(posted)
    for board in boards:
        eventually(board.page, lambda board=board: set(posted) <= board.seen())
        board.context.close()


def _open_with_everything(board: Board, count: int) -> None:
    """The board lives, counts all and answers a key with every incident of the file open."""
    expect(board.page.locator("#count-pending")).to_have_text(str(count))
    board.page.keyboard.press("j")
    board.page.wait_for_selector("#queue [data-number].on", timeout=LONG_MS)
    board.context.close()


def _close_the_past() -> None:
    """The same file again, with the mapping as it is: what it holds was dealt with long ago."""
    call_command("import_incidents", DATA, columns=MAPPING, agency=CODE, valid_rows=True)
    assert not Incident.objects.exclude(state="closed", closed_at__isnull=False).exists()


def _keys() -> Iterator[tuple[str, str]]:
    import csv

    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["case_number"], row["title"]


def _in_their_cells(numbers: list[str]) -> bool:
    """Whether PostGIS finds each point in the very cell the incident was given."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*) FROM incidents_incident i
                JOIN {Cell._meta.db_table} c ON c.id = i.cell_id
                WHERE i.number = ANY(%s) AND ST_Covers(c.outline, i.point::geometry)""",
            [numbers],
        )
        return bool(cursor.fetchone()[0] == len(numbers))
