"""The contractor's phone: only the own firm's tickets, one step after the other."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.video.make import make_camera, make_company
from tests.video.repair.make import contractor, part, seat, ticket
from video.repair.models import Stage, Ticket
from video.repair.services import remind


def send(client: Client, name: str, row: Ticket, **fields: object) -> object:
    row.refresh_from_db()
    told = {"form_key": str(uuid4()), "version": row.version, **fields}
    return client.post(reverse(name, args=[row.number]), told, follow=True)


def test_the_day_of_a_contractor_begins_with_the_own_repairs(client: Client, cast: Cast) -> None:
    seat(cast)
    client.force_login(cast.con)
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("my_repairs")


def test_only_the_own_firms_tickets_are_shown_or_found(client: Client, cast: Cast) -> None:
    mine = ticket(cast, firm=seat(cast).company)
    other = ticket(cast, firm=make_company(cast))
    south = ticket(
        cast, camera=make_camera(cast, agency=cast.south_station, contractor=mine.contractor)
    )
    client.force_login(cast.con)
    page = client.get(reverse("my_repairs")).content.decode()
    assert mine.number in page and other.number not in page and south.number not in page
    for row in (other, south):
        assert client.get(reverse("my_repair", args=[row.number])).status_code == 404
        assert send(client, "my_repair_accept", row).status_code == 404
    for name in ("ticket_list", "camera_list"):
        assert client.get(reverse(name)).status_code == 403


def test_without_a_seat_or_after_its_end_nothing_is_shown_and_why(
    client: Client, cast: Cast
) -> None:
    held = seat(cast)
    row = ticket(cast, firm=held.company)
    day = timezone.localdate()
    held.valid_from, held.undertaken_on = day - timedelta(days=9), day - timedelta(days=9)
    held.valid_to = day
    held.save()
    client.force_login(cast.con)
    page = client.get(reverse("my_repairs")).content.decode()
    assert "You work for no firm today" in page and row.number not in page
    assert client.get(reverse("my_repair", args=[row.number])).status_code == 404


def test_accept_arrive_build_a_part_in_and_fix(client: Client, cast: Cast) -> None:
    row, store = ticket(cast, firm=seat(cast).company), part(cast)
    client.force_login(cast.con)
    assert "I am on site" in send(client, "my_repair_accept", row).content.decode()
    send(client, "my_repair_arrive", row)
    page = send(client, "my_repair_part", row, part=store.code, quantity=2).content.decode()
    assert "Power supply" in page
    page = send(client, "my_repair_fix", row, done="New power supply").content.decode()
    assert "your clock stands still" in page
    row.refresh_from_db()
    store.refresh_from_db()
    assert (row.stage, store.in_stock) == (Stage.FIXED, 8)


def test_a_step_sent_twice_is_taken_once_and_a_fix_needs_words(client: Client, cast: Cast) -> None:
    row = ticket(cast, firm=seat(cast).company)
    client.force_login(cast.con)
    told = {"form_key": str(uuid4()), "version": row.version}
    for _ in range(2):
        client.post(reverse("my_repair_accept", args=[row.number]), told)
    row.refresh_from_db()
    assert (row.stage, row.version) == (Stage.ACCEPTED, 2)
    assert send(client, "my_repair_fix", row, done="ok").status_code == 400
    answer = send(client, "my_repair_fix", row, done="Restarted it")
    assert answer.status_code == 400 and "fixed from afar" in answer.content.decode()
    send(client, "my_repair_fix", row, done="Restarted it", is_remote="on")
    row.refresh_from_db()
    assert row.stage == Stage.FIXED


def test_who_comes_second_is_told_who_was_first(client: Client, cast: Cast) -> None:
    firm = seat(cast).company
    dan = contractor(cast, "N078")
    seat(cast, dan, company=firm)
    row = ticket(cast, firm=firm)
    client.force_login(cast.con)
    send(client, "my_repair_accept", row)
    client.force_login(dan)
    answer = send(client, "my_repair_accept", row)
    assert answer.status_code == 409


def test_a_ticket_is_given_back_and_gone(client: Client, cast: Cast) -> None:
    row = ticket(cast, firm=seat(cast).company)
    client.force_login(cast.con)
    page = send(client, "my_repair_decline", row, reason="Not our pole").content.decode()
    assert "was given back" in page and "Nothing to repair" in page
    row.refresh_from_db()
    assert row.contractor is None


def test_a_reminder_stands_on_the_phone(client: Client, cast: Cast) -> None:
    row = ticket(cast, firm=seat(cast).company)
    remind(row, by=cast.vera)
    client.force_login(cast.con)
    assert "! reminded" in client.get(reverse("my_repairs")).content.decode()
