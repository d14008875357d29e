"""Asking officers into a joint operation: who is found, who answers, who never does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis.studies import choosing, services
from command_center.analysis.studies.models import (
    Operation,
    OperationEntry,
    OperationInvitation,
    OperationMember,
)
from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.analysis.studies.make import in_days, join, make_invitation, make_operation
from tests.analysis.studies.test_studies import page, post
from tests.cast import Cast


@pytest.fixture
def room(cast: Cast) -> Operation:
    return make_operation(cast)[0]


def ask(room: Operation, *badges: str, **said: Any) -> list[OperationInvitation]:
    told = {"trade": "video", "due_at": in_days(1)} | said
    return services.invite(room, by=room.leader, badge_numbers=badges, **told)


def found(viewer: Officer, room: Operation, words: str) -> list[str]:
    return [one.badge_number for one in choosing.candidates(viewer, room, words)]


def test_who_is_asked_sees_the_matter_but_not_the_room(
    client: Client, cast: Cast, room: Operation
) -> None:
    (asked,) = ask(room, "S001", text="Bring the film.")
    assert (asked.state, asked.owner_path) == ("issued", cast.south.path)
    assert room not in Operation.objects.visible_to(cast.sam)
    told = page(client, cast.sam, "operation_invitation_detail", asked.pk)
    for words in (room.number, room.aim, "Bring the film.", "Accept", "Decline"):
        assert words in told
    assert reverse("operation_detail", args=[room.pk]) not in told
    assert client.get(reverse("operation_detail", args=[room.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        services.note(room, by=cast.sam, text="I am here.")


def test_who_accepts_is_a_member_and_writes(client: Client, cast: Cast, room: Operation) -> None:
    (asked,) = ask(room, "S001")
    answer = post(client, cast.sam, "operation_invitation_accept", asked.pk, version=asked.version)
    assert answer.status_code == 302
    asked.refresh_from_db()
    member = OperationMember.objects.get(operation=room, officer=cast.sam)
    assert (asked.state, member.trade, member.left_at) == ("done", "video", None)
    services.note(room, by=cast.sam, text="We hold the film of the gate.")
    assert "We hold the film" in page(client, cast.sam, "operation_detail", room.pk)
    kinds = EventEntry.objects.values_list("kind", flat=True)
    assert {"analysis.operation_invitation_done", "analysis.operation_joined"} <= set(kinds)


def test_who_declines_says_why_and_sees_nothing_more(
    client: Client, cast: Cast, room: Operation
) -> None:
    (asked,) = ask(room, "S001")
    said = {"reason": "Both teams are bound.", "version": asked.version}
    post(client, cast.sam, "operation_invitation_decline", asked.pk, **said)
    told = page(client, cast.sam, "operation_invitation_detail", asked.pk)
    assert "Declined" in told and room.aim not in told and room.title not in told
    assert not OperationMember.objects.filter(officer=cast.sam).exists()
    for name in ("operation_detail", "operation_live", "operation_log_export"):
        assert client.get(reverse(name, args=[room.pk])).status_code == 404
    assert "Both teams are bound." in page(client, cast.lea, "operation_detail", room.pk)


def test_declining_without_a_reason_is_refused(client: Client, cast: Cast, room: Operation) -> None:
    (asked,) = ask(room, "S001")
    said = {"reason": " ", "version": asked.version}
    answer = post(client, cast.sam, "operation_invitation_decline", asked.pk, **said)
    assert answer.status_code == 400
    with pytest.raises(InvalidInput):
        services.decline_invitation(asked, by=cast.sam, reason="  ")


def test_nobody_answers_for_another_and_nobody_twice(cast: Cast, room: Operation) -> None:
    (asked,) = ask(room, "S001")
    for other in (cast.lea, cast.ana):
        with pytest.raises(NotAllowed):
            services.accept_invitation(asked, by=other)
    with pytest.raises(StaleVersion):
        services.accept_invitation(asked, by=cast.sam, version=asked.version + 1)
    services.decline_invitation(asked, by=cast.sam, reason="Not now.")
    with pytest.raises(IllegalStep):
        services.accept_invitation(asked, by=cast.sam)
    assert ask(room, "S001")[0].state == "issued"  # she may be asked again


def test_the_head_sees_who_has_not_answered_in_time(
    client: Client, cast: Cast, room: Operation
) -> None:
    late = timezone.now() - timedelta(hours=1)
    make_invitation(room, cast.sam, due_at=late)
    make_invitation(room, cast.ana)
    told = page(client, cast.lea, "operation_detail", room.pk)
    assert "Overdue · Not answered" in told and told.count("Not answered") == 2
    obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="analysis.operation_invitation_overdue").count() == 1
    board = obligations.board(cast.sam, only_open=True, offset=0, limit=10)
    assert [one.subject_id for one in board] == [room.number]
    assert not any(room.aim in one.title for one in board)


def test_all_faults_of_an_asking_are_said_at_once_and_nobody_is_asked(
    cast: Cast, room: Operation
) -> None:
    ask(room, "N010")
    with pytest.raises(InvalidInput) as refused:
        ask(room, "S001", "T001", "nobody", "N008", "N010", due_at=in_days(-1))
    told = [(one["code"], one["message"].split(":")[0]) for one in refused.value.errors]
    assert told[:4] == [
        ("role", "T001"), ("unknown", "nobody"), ("twin", "N008"), ("asked", "N010"),
    ]  # fmt: skip
    assert told[4][0] == "past"
    assert OperationInvitation.objects.count() == 1
    for badges in ([], [f"X{n}" for n in range(51)]):
        with pytest.raises(InvalidInput):
            ask(room, *badges)
    with pytest.raises(InvalidInput, match="No identity"):
        ask(room, "S001", text="Call 13800138000")


def test_only_the_head_or_her_agency_asks_and_takes_back(cast: Cast, room: Operation) -> None:
    join(room, cast.sam)
    with pytest.raises(NotAllowed):
        services.invite(room, by=cast.sam, badge_numbers=["N010"], due_at=in_days(1))
    (asked,) = ask(room, "N010")
    with pytest.raises(NotAllowed):
        services.withdraw_invitation(asked, by=cast.sam, reason="No.")
    services.withdraw_invitation(asked, by=cast.chief, reason="Wrong officer.")
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("cancelled", "Wrong officer.")
    acts = OperationEntry.objects.filter(operation=room).values_list("act", flat=True)
    assert {"invited", "joined", "withdrawn"} <= set(acts)


def test_closing_a_room_takes_open_invitations_back(cast: Cast, room: Operation) -> None:
    (asked,) = ask(room, "S001")
    services.cancel_operation_task(room.tasks.get(), by=cast.lea, reason="Over.")
    services.close_operation(room, by=cast.lea, report="Nothing found.")
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    with pytest.raises(IllegalStep):
        services.accept_invitation(asked, by=cast.sam)


def test_the_search_finds_by_name_badge_and_agency_within_the_area(
    cast: Cast, room: Operation
) -> None:
    assert found(cast.lea, room, "安娜") == found(cast.lea, room, "n010") == ["N010"]
    assert found(cast.lea, room, cast.north_station.name) == ["N002"]
    assert found(cast.lea, room, "萨姆") == []  # of the south, by name
    assert found(cast.lea, room, "S00") == []  # nor by the beginning of her badge
    assert found(cast.lea, room, "s001") == ["S001"]  # by the whole badge number
    assert choosing.told(cast.sam, cast.lea)["name"] == ""
    assert found(cast.chief, room, "萨姆") == ["S001"]
    assert choosing.told(cast.sam, cast.chief)["name"] == "萨姆"


def test_the_search_leaves_out_who_cannot_or_need_not_be_asked(cast: Cast, room: Operation) -> None:
    ask(room, "N010")
    assert found(cast.chief, room, "N010") == []  # asked
    assert found(cast.chief, room, "N008") == []  # inside
    assert found(cast.chief, room, "T001") == found(cast.chief, room, "N009") == []  # no right
    assert found(cast.chief, room, " ") == []
    Officer.objects.filter(pk=cast.sam.pk).update(is_active=False)
    assert found(cast.chief, room, "S001") == []


def test_the_page_asks_several_officers_at_once(
    client: Client, cast: Cast, room: Operation
) -> None:
    client.force_login(cast.lea)
    there = reverse("operation_invite", args=[room.pk])
    assert "Search first" in client.get(there).content.decode()
    assert "Nobody found" in client.get(there, {"q": "萨姆"}).content.decode()
    shown = client.get(there, {"q": cast.north.name}).content.decode()
    assert "N010 · 安娜" in shown and "S001" not in shown
    due = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {
        "badge_numbers": ["N001", "N010"], "trade": "information", "due_at": due,
        "version": room.version,
    }  # fmt: skip
    assert post(client, cast.lea, "operation_invite", room.pk, **said).status_code == 302
    asked = OperationInvitation.objects.values_list("officer__badge_number", "trade")
    assert sorted(asked) == [("N001", "information"), ("N010", "information")]
    assert post(client, cast.lea, "operation_invite", room.pk, **said).status_code == 412


def test_only_who_leads_an_open_room_comes_to_the_search(
    client: Client, cast: Cast, room: Operation
) -> None:
    there = reverse("operation_invite", args=[room.pk])
    client.force_login(cast.sam)
    assert client.get(there).status_code == 404
    join(room, cast.sam)
    assert client.get(there).status_code == 403


def test_invitations_are_listed_to_who_is_asked_and_to_the_room(
    client: Client, cast: Cast, room: Operation
) -> None:
    ask(room, "S001")
    for officer, seen in ((cast.sam, True), (cast.lea, True), (cast.pat, False)):
        client.force_login(officer)
        told = client.get(reverse("operation_invitation_list")).content.decode()
        assert (room.number in told) is seen
    assert "Invitations to you: 1" in page(client, cast.sam, "operation_list")
    mine = client.get(reverse("operation_invitation_list"), {"mine": "on"}).content.decode()
    assert room.number in mine
    sheet = b"".join(client.get(reverse("operation_invitation_export")))  # type: ignore[arg-type]
    assert "Not answered" in sheet.decode()


def test_rest_searches_asks_and_answers(client: Client, cast: Cast, room: Operation) -> None:
    def send(name: str, key: int, **body: Any) -> Any:
        head = {"HTTP_IDEMPOTENCY_KEY": f"{name}-{key}"}
        return client.post(reverse(name, args=[key]), body, content_type="application/json", **head)

    client.force_login(cast.lea)
    there = reverse("api_operation_candidates", args=[room.pk])
    assert client.get(there, {"q": "S001"}).json()[0]["name"] == ""
    body = {"badge_numbers": ["S001", "N010"], "trade": "video", "due_at": in_days(1).isoformat()}
    south, north = send("api_operation_invites", room.pk, **body).json()
    assert client.get(reverse("api_operation_invites", args=[room.pk])).json()["count"] == 2
    taken = send("api_invitation_withdrawal", north["id"], reason="Not needed.")
    assert taken.json()["state"] == "cancelled"
    client.force_login(cast.sam)
    assert client.get(there, {"q": "N010"}).status_code == 404
    assert client.get(reverse("api_invitations"), {"mine": True}).json()["count"] == 1
    assert client.get(reverse("api_invitation", args=[south["id"]])).json()["state"] == "issued"
    joined = send("api_invitation_acceptance", south["id"], version=south["version"])
    assert joined.json()["badge_number"] == "S001"
    assert send("api_invitation_refusal", south["id"], reason="Late.").status_code == 409
    assert client.get(there, {"q": "N010"}).status_code == 403  # a member, who does not lead


def test_a_task_and_a_leave_are_chosen_among_the_members(
    client: Client, cast: Cast, room: Operation
) -> None:
    join(room, cast.sam)
    told = page(client, cast.lea, "operation_detail", room.pk)
    assert told.count('<option value="S001">') == 2
    assert told.count('<option value="N008">') == 1  # the leader cannot be let go
