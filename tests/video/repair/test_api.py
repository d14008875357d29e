"""The REST of repair: the same steps, refusals and scope as on the pages."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.organisation.models import Officer
from tests.cast import Cast
from tests.video.make import make_camera, make_company
from tests.video.repair.make import part, seat, ticket
from video.repair.models import Stage, Ticket

KEYS = count(1)


class Rest:
    """Somebody at the API."""

    def __init__(self, officer: Officer) -> None:
        self.client = Client()
        self.client.force_login(officer)

    def post(self, name: str, /, *args: object, **body: Any) -> Any:
        return self.client.post(
            reverse(name, args=args), body, content_type="application/json",
            headers={"Idempotency-Key": f"repair-api-{next(KEYS):05}"},
        )  # fmt: skip

    def get(self, name: str, /, *args: object, **asked: Any) -> Any:
        return self.client.get(reverse(name, args=args), asked)


def test_a_ticket_goes_its_whole_way_over_rest(cast: Cast) -> None:
    firm, store = seat(cast).company, part(cast)
    camera = make_camera(cast)
    vera, con = Rest(cast.vera), Rest(cast.con)
    made = vera.post("api_repair_tickets", camera=camera.code, fault="offline")
    assert made.status_code == 201
    number = made.json()["number"]
    given = vera.post("api_ticket_assign", number, contractor=firm.code, version=1)
    assert given.json()["stage"] == Stage.ASSIGNED
    assert con.get("api_my_repairs").json()["count"] == 1
    assert con.post("api_my_repair_accept", number).status_code == 200
    assert con.post("api_my_repair_arrive", number).status_code == 200
    used = con.post("api_my_repair_part", number, part=store.code, quantity=1)
    assert used.json()["used_parts"][0]["part"] == store.code
    assert con.post("api_my_repair_fix", number, done="New power supply").status_code == 200
    assert con.post("api_ticket_verify", number, outcome="All well").status_code == 403
    done = vera.post("api_ticket_verify", number, outcome="Seen").json()
    assert done["stage"] == Stage.VERIFIED
    assert [one["span"] for one in done["spans"]] == [
        "assign", "accept", "arrive", "fix", "verify",
    ]  # fmt: skip
    assert vera.post("api_ticket_reopen", number, reason="Dark").json()["round"] == 2


def test_each_fault_of_a_body_is_named_and_a_stale_version_told(cast: Cast) -> None:
    vera, row = Rest(cast.vera), ticket(cast)
    wrong = vera.post("api_repair_tickets", camera="nowhere", fault="offline")
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["pointer"] == "/camera"
    assert vera.post("api_repair_tickets", fault="offline").status_code == 400
    stale = vera.post("api_ticket_cancel", row.number, reason="By mistake", version=9)
    assert stale.status_code == 412
    past = timezone.now() - timedelta(days=1)
    late = vera.post("api_ticket_due", row.number, reason="Snow", due_at=past.isoformat())
    assert late.status_code == 400
    merged = vera.post("api_ticket_merge", row.number, tickets=["WX0", "WX1"])
    assert len(merged.json()["errors"]) == 2


def test_the_south_is_absent_in_the_north_and_other_firms_to_a_firm(cast: Cast) -> None:
    south = ticket(cast, camera=make_camera(cast, agency=cast.south_station))
    theirs = ticket(cast, firm=make_company(cast))
    seat(cast)
    assert Rest(cast.vera).get("api_repair_ticket", south.number).status_code == 404
    con = Rest(cast.con)
    assert con.get("api_my_repair", theirs.number).status_code == 404
    assert con.post("api_my_repair_accept", theirs.number).status_code == 404
    assert con.get("api_repair_tickets").status_code == 403


def test_filters_narrow_and_pages_bound_the_list(cast: Cast) -> None:
    rows = [ticket(cast, fault=fault) for fault in ("offline", "blur", "freeze")]
    vera = Rest(cast.vera)
    assert vera.get("api_repair_tickets", fault="blur").json()["count"] == 1
    assert vera.get("api_repair_tickets", limit=1).json()["count"] == 3
    Ticket.objects.filter(pk=rows[0].pk).update(due_at=timezone.now() - timedelta(hours=1))
    late = vera.get("api_repair_tickets", late="true").json()["results"]
    assert [one["number"] for one in late] == [rows[0].number]
    assert vera.get("api_repair_tickets", fault="magic").status_code == 400


def test_rules_stores_people_and_figures_are_kept_over_rest(cast: Cast) -> None:
    vera, day = Rest(cast.vera), timezone.localdate().isoformat()
    limits = {"priority": 3, "accept_min": 10, "arrive_min": 20, "fix_min": 30}
    assert vera.post("api_sla_rules", valid_from=day, **limits).status_code == 201
    assert vera.get("api_sla_rules").json()["results"][0]["fix_min"] == 30
    assert vera.post("api_ticket_rules", valid_from=day, offline_min=90).status_code == 201
    assert vera.get("api_ticket_rules").json()["offline_min"] == 90
    made = vera.post("api_spare_parts", code="lens", name="Lens", unit="pc", in_stock=2)
    stocked = vera.post("api_spare_part_stock", made.json()["id"], change=3, reason="Bought")
    assert stocked.json()["in_stock"] == 5
    ends = (timezone.localdate() + timedelta(days=90)).isoformat()
    given = vera.post(
        "api_contractor_seats", badge_number="N006", company=make_company(cast).code,
        undertaking="BM-9", undertaken_on=day, valid_to=ends,
    )  # fmt: skip
    assert given.json()["holds"]
    ended = vera.post("api_contractor_seat_end", given.json()["id"], reason="Left the firm")
    assert not ended.json()["holds"]
    ticket(cast, firm=make_company(cast))
    assert vera.get("api_repair_figures").json()["contractors"][0]["opened"] == 1
    assert vera.get("api_repeat_failures").json()["count"] == 0
    assert vera.get("api_camera_warranties").json()["count"] == 0
