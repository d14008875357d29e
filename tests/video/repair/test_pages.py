"""The pages of the police: what an operator reads, ticks and sends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.organisation.models import Officer
from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.repair.make import fixed, part, seat, ticket
from video.repair import services
from video.repair.models import ContractorSeat, SlaRule, SparePart, Stage, Ticket, TicketRule


def signed_in(client: Client, officer: Officer) -> Client:
    client.force_login(officer)
    return client


def send(client: Client, name: str, /, *args: object, **fields: object) -> object:
    return client.post(reverse(name, args=args), {"form_key": str(uuid4()), **fields}, follow=True)


def test_the_list_shows_counts_finds_and_leaves_parts_out(client: Client, cast: Cast) -> None:
    firm = make_company(cast, name="Example Lights")
    row, other = ticket(cast, firm=firm), ticket(cast, fault="blur")
    services.merge(row, by=cast.vera, tickets=[other])
    signed_in(client, cast.vera)
    page = client.get(reverse("ticket_list"), {"q": row.number}).content.decode()
    assert row.number in page and other.number not in page and "Example Lights" in page
    page = client.get(reverse("ticket_list"), {"parts": "on"}).content.decode()
    assert other.number in page
    assert (
        "No ticket fits" in client.get(reverse("ticket_list"), {"fault": "clock"}).content.decode()
    )
    assert "1 ticket" in client.get(reverse("ticket_list"), {"stage": "open"}).content.decode()


@pytest.mark.parametrize(
    "name",
    ["ticket_list", "repair_figures", "repeat_failures", "warranty_list", "spare_part_list"],
)
def test_a_list_that_is_asked_nonsense_still_answers(client: Client, cast: Cast, name: str) -> None:
    ticket(cast)
    wrong = {"opened_from": "soon", "first": "soon", "days": "x", "page": "9999", "stage": "?"}
    assert signed_in(client, cast.vera).get(reverse(name), wrong).status_code == 200


def test_a_fault_is_reported_on_a_page_and_again_by_a_patrol(client: Client, cast: Cast) -> None:
    camera = make_camera(cast)
    signed_in(client, cast.pat)
    told = {"camera": camera.code, "fault": "occlusion", "source": "patrol", "note": "A branch"}
    answer = send(client, "ticket_new", **told)
    row = Ticket.objects.get()
    assert (row.camera, row.fault, row.source) == (camera, "occlusion", "patrol")
    assert f"{row.number} was opened." in answer.content.decode()
    answer = send(client, "ticket_new", **told)
    assert f"It is known already: {row.number}." in answer.content.decode()


def test_a_report_of_an_unknown_or_of_no_camera_says_so_at_the_field(
    client: Client, cast: Cast
) -> None:
    signed_in(client, cast.vera)
    south = make_camera(cast, agency=cast.south_station)
    for code in ("nowhere", south.code):
        answer = send(client, "ticket_new", camera=code, fault="blur", source="hand")
        assert answer.status_code == 400
        assert "There is no such camera." in answer.content.decode()
    answer = send(client, "ticket_new", fault="blur", source="hand")
    assert "Name one camera or one platform." in answer.content.decode()
    assert not Ticket.objects.exists()


def test_an_operator_assigns_moves_verifies_and_reopens(client: Client, cast: Cast) -> None:
    firm = seat(cast).company
    row = ticket(cast)
    signed_in(client, cast.vera)
    answer = send(client, "ticket_assign", row.number, contractor=firm.code, version=1)
    assert f"Assigned to {firm.name}." in answer.content.decode()
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    send(client, "ticket_due", row.number, due_at=later, reason="Snow", version=2)
    row.refresh_from_db()
    assert row.due_at > timezone.now() + timedelta(hours=20)
    services.accept(row, by=cast.con)
    done = services.fix(row, by=cast.con, done="Restarted", is_remote=True)
    send(client, "ticket_reopen", row.number, reason="Still dark", version=done.version)
    services.arrive(row, by=cast.con)
    done = services.fix(Ticket.objects.get(), by=cast.con, done="New cable")
    answer = send(client, "ticket_verify", row.number, outcome="Seen", version=done.version)
    row.refresh_from_db()
    assert (row.stage, row.round) == (Stage.VERIFIED, 2)
    page = answer.content.decode()
    assert "round 2" in page and "New cable" in page and "Still dark" in page


def test_a_stale_page_is_refused_and_says_so(client: Client, cast: Cast) -> None:
    row = ticket(cast)
    signed_in(client, cast.vera)
    answer = send(client, "ticket_cancel", row.number, reason="By mistake", version=7)
    assert answer.status_code == 412
    assert "It was changed since you read it." in answer.content.decode()
    answer = send(client, "ticket_cancel", row.number, reason="no", version=1)
    assert answer.status_code == 400
    answer = send(client, "ticket_cancel", row.number, reason="By mistake", version=1)
    assert "Taken back." in answer.content.decode()


def test_tickets_are_merged_by_numbers_and_let_go_again(client: Client, cast: Cast) -> None:
    parent = ticket(cast, platform=make_platform(cast), fault="platform_down")
    child = ticket(cast)
    signed_in(client, cast.vera)
    answer = send(client, "ticket_merge", parent.number, tickets="WX99-99999", version=1)
    assert "There is no ticket WX99-99999." in answer.content.decode()
    send(client, "ticket_merge", parent.number, tickets=child.number.lower(), version=1)
    page = client.get(reverse("ticket_detail", args=[child.number])).content.decode()
    assert "Part of" in page and parent.number in page and "Let it stand by itself" in page
    child.refresh_from_db()
    send(client, "ticket_split", child.number, version=child.version)
    child.refresh_from_db()
    assert child.parent is None


def test_several_are_merged_moved_or_assigned_in_one_act(client: Client, cast: Cast) -> None:
    firm = make_company(cast)
    rows = [ticket(cast) for _ in range(3)]
    numbers = [row.number for row in rows]
    signed_in(client, cast.vera)
    answer = send(client, "ticket_bulk", act="assign", contractor=firm.code, ticket=numbers)
    assert "3 tickets were changed." in answer.content.decode()
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    send(client, "ticket_bulk", act="due", due_at=later, reason="Storm", ticket=numbers)
    assert Ticket.objects.filter(due_at__gt=timezone.now() + timedelta(days=1)).count() == 3
    send(client, "ticket_bulk", act="merge", ticket=numbers)
    assert rows[0].children.count() == 2
    answer = send(client, "ticket_bulk", act="merge")
    assert "Tick between 1 and 200 tickets." in answer.content.decode()
    answer = send(client, "ticket_bulk", act="due", ticket=numbers[:1])
    assert "Say until when." in answer.content.decode()


def test_times_and_rules_are_set_from_a_day_on(client: Client, cast: Cast) -> None:
    signed_in(client, cast.vera)
    day = timezone.localdate()
    numbers = {"accept_min": 20, "arrive_min": 90, "fix_min": 300, "late_fee": 50,
               "hour_fee": 20, "most_fee": 500}  # fmt: skip
    send(client, "sla_rule_new", priority=3, valid_from=day, **numbers)
    assert SlaRule.objects.get().fix_min == 300
    row = ticket(cast, firm=make_company(cast))
    assert (row.accept_min, row.hour_fee) == (20, 20)
    send(
        client, "ticket_rule_new", offline_min=60, key_offline_min=30, platform_min=5,
        recovered_min=10, assign_min=30, verify_min=600, repeat_times=2, repeat_days=14,
        valid_from=day, opens_itself="on",
    )  # fmt: skip
    assert TicketRule.objects.get().offline_min == 60
    page = client.get(reverse("sla_rules")).content.decode()
    assert "300" in page and "defaults of the platform" in page
    answer = send(client, "sla_rule_new", priority=3, valid_from=day, **numbers | {"fix_min": 30})
    assert answer.status_code == 400


def test_parts_are_entered_stocked_and_never_below_none(client: Client, cast: Cast) -> None:
    signed_in(client, cast.vera)
    told = {"code": "lens", "name": "Lens", "unit": "pc", "price": "12.5", "in_stock": 3,
            "reorder_at": 3, "warranty_months": 6}  # fmt: skip
    send(client, "spare_part_new", **told)
    assert "! buy again" in client.get(reverse("spare_part_list")).content.decode()
    row = SparePart.objects.get()
    answer = send(client, "spare_part_stock", row.pk, change=-4, reason="Lost", version=1)
    assert "There are 3 in the store." in answer.content.decode()
    send(client, "spare_part_stock", row.pk, change=5, reason="Bought", version=1)
    row.refresh_from_db()
    assert row.in_stock == 8
    assert send(client, "spare_part_new", **told).status_code == 400


def test_a_person_of_a_firm_is_let_in_on_an_undertaking_and_let_in_no_more(
    client: Client, cast: Cast
) -> None:
    firm, day = make_company(cast), timezone.localdate()
    signed_in(client, cast.vera)
    told = {"badge_number": "N006", "company": firm.code, "undertaking": "BM-7",
            "undertaken_on": day, "valid_from": day,
            "valid_to": day + timedelta(days=300)}  # fmt: skip
    answer = send(client, "contractor_seat_new", **told | {"badge_number": "N003"})
    assert "does not hold the contractor" in answer.content.decode()
    too_long = told | {"valid_to": day + timedelta(days=900)}
    assert send(client, "contractor_seat_new", **too_long).status_code == 400
    assert "may work" in send(client, "contractor_seat_new", **told).content.decode()
    assert send(client, "contractor_seat_new", **told).status_code == 409
    row = ContractorSeat.objects.get()
    send(client, "contractor_seat_end", row.pk, reason="Left the firm", version=1)
    row.refresh_from_db()
    assert row.ended_on == day and not row.holds
    assert send(client, "contractor_seat_end", row.pk, reason="Again", version=2).status_code == 409


def test_exports_say_what_the_pages_say(client: Client, cast: Cast) -> None:
    firm = make_company(cast, name="=cmd()")
    row = ticket(cast, firm=firm)
    part(cast)
    signed_in(client, cast.vera)
    for name, word in (
        ("ticket_export", row.number), ("spare_part_export", "psu-12v"),
        ("repair_figures_export", "'=cmd()"), ("repeat_failures_export", "Camera"),
        ("warranty_export", "Camera"),
    ):  # fmt: skip
        assert word in b"".join(client.get(reverse(name)).streaming_content).decode()


def test_the_cameras_page_shows_its_tickets(client: Client, cast: Cast) -> None:
    row = fixed(cast)
    page = signed_in(client, cast.vera).get(reverse("camera_detail", args=[row.camera.code]))
    assert page.status_code == 200 and row.number in page.content.decode()
