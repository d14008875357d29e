"""The room of a joint operation: members of several agencies, tasks, a log, a closing report."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from command_center.analysis.studies import services
from command_center.analysis.studies.models import Operation, OperationTask
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from grid.ledger import obligations
from tests.analysis.studies.make import in_days, join, make_operation, make_series
from tests.analysis.studies.test_studies import page, post
from tests.cases.make import make_case
from tests.cast import Cast


def opened(cast: Cast, **said: Any) -> Operation:
    return services.open_operation(by=cast.lea, title="Cable", aim="Stop it.", **said)


def test_who_opens_a_room_leads_it_and_is_its_first_member(cast: Cast) -> None:
    row = opened(cast)
    assert (row.leader, row.number[:2]) == (cast.lea, "HC")
    assert [(one.officer, one.trade) for one in row.members.all()] == [(cast.lea, "lead")]


def test_a_room_of_a_series_takes_over_its_cases(cast: Cast) -> None:
    numbers = [make_case(cast).number for _n in range(2)]
    series = make_series(cast, case_numbers=numbers)
    row = opened(cast, series=series.number)
    series.refresh_from_db()
    assert row.case_numbers == numbers
    assert series.operation == row


def test_a_member_of_the_south_sees_the_northern_room_until_she_is_let_go(cast: Cast) -> None:
    row = opened(cast)
    assert row not in Operation.objects.visible_to(cast.sam)
    join(row, cast.sam)
    assert row in Operation.objects.visible_to(cast.sam)
    services.note(row, by=cast.sam, text="We hold the film of the gate.")
    services.remove_member(row, by=cast.lea, badge_number="S001")
    assert row not in Operation.objects.visible_to(cast.sam)


def test_a_task_stands_on_the_order_board_of_the_members_agency(cast: Cast) -> None:
    row = opened(cast)
    join(row, cast.sam, "patrol")
    said = {"badge_number": "S001", "title": "Walk the line", "due_at": in_days(1)}
    task = services.give_task(row, by=cast.lea, **said)
    board = obligations.board(cast.sam, only_open=True, offset=0, limit=10)
    assert task in board
    with pytest.raises(NotAllowed):
        services.finish_operation_task(task, by=cast.ana, outcome="Walked.")
    done = services.finish_operation_task(task, by=cast.sam, outcome="Walked twice.")
    assert done.state == OperationTask.State.DONE
    assert row.entries.filter(act="done").get().text == "Walk the line: Walked twice."


def test_a_room_is_closed_with_a_report_once_no_task_is_open(cast: Cast) -> None:
    row, task = make_operation(cast)
    with pytest.raises(InvalidInput, match="Tasks are still open: 1"):
        services.close_operation(row, by=cast.lea, report="Done.")
    services.cancel_operation_task(task, by=cast.lea, reason="No longer needed.")
    closed = services.close_operation(row, by=cast.lea, report="Four cases solved.")
    assert (closed.state, closed.report) == ("closed", "Four cases solved.")
    with pytest.raises(IllegalStep):
        services.note(row, by=cast.lea, text="Late word")
    again = services.reopen_operation(closed, by=cast.lea, reason="A fifth case.")
    assert again.state == "open"


def test_who_is_no_member_writes_nothing_and_leads_nothing(cast: Cast) -> None:
    row, _task = make_operation(cast)
    with pytest.raises(NotAllowed):
        services.note(row, by=cast.ana, text="Me too")
    join(row, cast.sam)
    with pytest.raises(NotAllowed):
        services.close_operation(row, by=cast.sam, report="Mine.")


def test_a_late_line_says_when_it_was_written(client: Client, cast: Cast) -> None:
    row, _task = make_operation(cast)
    services.note(row, by=cast.lea, text="Gate found open.", at=in_days(-1))
    assert "written" in page(client, cast.lea, "operation_live", row.pk)
    with pytest.raises(InvalidInput):
        services.note(row, by=cast.lea, text="To come", at=in_days(1))


def test_the_room_shows_members_tasks_and_log_and_asks_again(client: Client, cast: Cast) -> None:
    row, task = make_operation(cast, case_numbers=["AJ99-000009"])
    answer = post(
        client, cast.lea, "operation_note", row.pk, text="Meet at eight.", version=row.version
    )
    assert answer.status_code == 302
    told = page(client, cast.lea, "operation_detail", row.pk)
    for words in ("Meet at eight.", task.title, "AJ99-000009", "Close with a report"):
        assert words in told
    assert f'hx-get="{reverse("operation_live", args=[row.pk])}"' in told
    log = client.get(reverse("operation_log_export", args=[row.pk]))
    assert "Meet at eight." in b"".join(log).decode()  # type: ignore[arg-type]


def test_a_refused_step_is_shown_with_what_was_written(client: Client, cast: Cast) -> None:
    row, _task = make_operation(cast)
    said = {"report": "All is well.", "version": row.version}
    answer = post(client, cast.lea, "operation_close", row.pk, **said)
    assert answer.status_code == 400
    assert "Tasks are still open: 1" in answer.content.decode()
    assert "All is well." in answer.content.decode()


def test_a_task_is_signed_for_and_done_on_its_page(client: Client, cast: Cast) -> None:
    _row, task = make_operation(cast)
    assert "Sign for it" in page(client, cast.lea, "operation_task_detail", task.pk)
    post(client, cast.lea, "operation_task_sign", task.pk, version=task.version)
    task.refresh_from_db()
    assert task.state == "signed"
    said = {"outcome": "Gates are locked.", "version": task.version}
    post(client, cast.lea, "operation_task_finish", task.pk, **said)
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "Gates are locked.")


def test_rest_opens_a_room_and_keeps_its_log(client: Client, cast: Cast) -> None:
    client.force_login(cast.lea)

    def send(name: str, *args: Any, **body: Any) -> Any:
        key = {"HTTP_IDEMPOTENCY_KEY": f"rooms-{name}"}
        return client.post(reverse(name, args=args), body, content_type="application/json", **key)

    made = send("api_operations", title="Cable", aim="Stop it.").json()
    assert send("api_operation_log", made["id"], text="Begun.").status_code == 201
    join(Operation.objects.get(pk=made["id"]), cast.sam)
    members = client.get(reverse("api_operation_members", args=[made["id"]])).json()
    assert [one["agency"] for one in members["results"]] == [cast.north.code, cast.south.code]
    due = in_days(1).isoformat()
    given = send(
        "api_operation_tasks", made["id"], badge_number="S001", title="Ask for the film", due_at=due
    )
    assert given.json()["member"] == "S001"
    assert send("api_operation_closing", made["id"], report="x").status_code == 400
