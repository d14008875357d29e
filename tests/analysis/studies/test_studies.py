"""Studies: written by one, judged by another, answered by second studies that cite them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from command_center.analysis.studies import selectors, services
from command_center.analysis.studies.models import Study, StudyTask
from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.analysis.make import make_run
from tests.analysis.studies.make import in_days, make_study, make_study_task
from tests.cases.make import make_case
from tests.cast import Cast

KEYS = iter(range(10_000))


def sign_in(client: Client, officer: Officer) -> None:
    """With pages in English."""
    Officer.objects.filter(pk=officer.pk).update(language="en")
    client.force_login(officer)


def page(client: Client, officer: Officer, name: str, *args: Any, **query: str) -> str:
    sign_in(client, officer)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def post(client: Client, officer: Officer, name: str, *args: Any, **said: Any) -> Any:
    sign_in(client, officer)
    said["form_key"] = f"studies-{next(KEYS):06d}"
    return client.post(reverse(name, args=args), said)


def facts() -> list[str]:
    return list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))


def test_an_analyst_begins_a_study_of_cases_and_hands_it_in(cast: Cast) -> None:
    case = make_case(cast)
    cites = [{"kind": "case", "number": case.number}]
    row = services.open_study(by=cast.ana, title="Sheds", question="Why sheds?", cites=cites)
    assert row.number.startswith("YP")
    with pytest.raises(InvalidInput):
        services.submit_study(row, by=cast.ana)
    row = services.change_study(row, by=cast.ana, version=1, findings="At night, from the river.")
    row = services.submit_study(row, by=cast.ana)
    assert row.state == Study.State.SUBMITTED
    assert facts()[-3:] == [
        "analysis.study_opened",
        "analysis.study_changed",
        "analysis.study_submitted",
    ]


def test_a_case_of_the_south_cannot_be_cited_in_the_north(cast: Cast) -> None:
    there = make_case(cast, agency=cast.south_station, cell=cast.south_cell)
    cites = [{"kind": "case", "number": there.number}, {"kind": "run", "number": "99"}]
    with pytest.raises(InvalidInput) as refused:
        services.open_study(by=cast.ana, title="Sheds", question="Why?", cites=cites)
    told = " ".join(one["message"] for one in refused.value.errors)
    assert there.number in told
    assert "99" in told


def test_a_study_names_nobody(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.open_study(by=cast.ana, title="Sheds", question="Is it 13800000000?")
    assert refused.value.errors[0]["pointer"] == "/question"


def test_only_somebody_else_judges_a_study(cast: Cast) -> None:
    row = make_study(cast, state="submitted", findings="x", author=cast.ana)
    with pytest.raises(NotAllowed):
        services.accept_study(row, by=cast.ana)
    row = services.accept_study(row, by=cast.lea, text="Good.")
    assert (row.state, row.judge) == ("accepted", cast.lea)
    with pytest.raises(IllegalStep):
        services.accept_study(row, by=cast.lea)


def test_two_who_write_at_once_are_told_of_each_other(cast: Cast) -> None:
    row = make_study(cast)
    services.change_study(row, by=cast.ana, version=1, findings="one")
    with pytest.raises(StaleVersion):
        services.change_study(row, by=cast.lea, version=1, findings="other")


def test_a_station_answers_with_a_second_study_that_cites_the_first(cast: Cast) -> None:
    first = make_study(cast)
    codes = [cast.north_station.code]
    (task,) = services.ask_second(first, by=cast.lea, agencies=codes, due_at=in_days(2))
    assert task.owner_path == cast.north_station.path
    assert selectors.find_study(cast.cora, first.pk) == first  # of an agency above hers
    second = services.open_study(by=cast.cora, parent=first, title="Our sheds", question="Ours?")
    task.refresh_from_db()
    assert (task.state, task.answer) == (StudyTask.State.SIGNED, second)
    assert second.cites == [{"kind": "study", "number": first.number}]
    services.change_study(second, by=cast.cora, findings="Three sheds by the river.")
    services.submit_study(second, by=cast.cora)
    task.refresh_from_db()
    assert (task.state, task.done_by) == (StudyTask.State.DONE, cast.cora.as_actor().label)
    assert selectors.chain(second, cast.cora) == [first]


def test_a_returned_answer_is_owed_again(cast: Cast) -> None:
    first = make_study(cast)
    codes = [cast.north_station.code]
    services.ask_second(first, by=cast.lea, agencies=codes, due_at=in_days(2))
    second = services.open_study(
        by=cast.cora, parent=first, title="Ours", question="Ours?", findings="Three."
    )
    services.submit_study(second, by=cast.cora)
    services.return_study(second, by=cast.lea, text="Which nights?", due_at=in_days(3))
    again = StudyTask.objects.latest("pk")
    assert (again.state, again.answer) == (StudyTask.State.SIGNED, second)
    services.submit_study(Study.objects.get(pk=second.pk), by=cast.cora)
    again.refresh_from_db()
    assert again.state == StudyTask.State.DONE


def test_nobody_is_asked_twice_at_once_nor_outside_the_area(cast: Cast) -> None:
    first = make_study(cast)
    codes = [cast.north_station.code]
    services.ask_second(first, by=cast.lea, agencies=codes, due_at=in_days(2))
    with pytest.raises(InvalidInput, match="They owe one already"):
        services.ask_second(first, by=cast.lea, agencies=codes, due_at=in_days(2))
    south = [cast.south_station.code]
    with pytest.raises(InvalidInput):
        services.ask_second(first, by=cast.lea, agencies=south, due_at=in_days(2))


def test_whoever_is_asked_reads_but_does_not_write_the_first_study(cast: Cast) -> None:
    first = make_study(cast)
    make_study_task(first, agency=cast.north_station)
    with pytest.raises(NotAllowed):
        services.change_study(first, by=cast.cora, findings="mine")
    services.remark(first, by=cast.cora, text="We have seen this too.")
    assert first.entries.get(act="remark").text == "We have seen this too."


def test_the_page_shows_the_thread_up_and_down(client: Client, cast: Cast) -> None:
    first = make_study(cast, title="Bicycles of the city", findings="They go by van.")
    make_study_task(first, agency=cast.north_station)
    second = make_study(
        cast, agency=cast.north_station, author=cast.cora, parent=first, title="Bicycles here"
    )
    told = page(client, cast.lea, "study_detail", first.pk)
    assert "They go by van." in told
    assert "Bicycles here" in told
    told = page(client, cast.cora, "study_detail", second.pk)
    assert reverse("study_detail", args=[first.pk]) in told
    assert "Hand it in" in told
    assert "Accept it" not in told


def test_a_study_is_written_by_the_form_and_its_cases_are_kept(client: Client, cast: Cast) -> None:
    case = make_case(cast)
    said = {"title": "Sheds", "question": "Why?", "case_numbers": case.number}
    answer = post(client, cast.ana, "study_new", agency=cast.north.code, **said)
    row = Study.objects.get()
    assert answer["Location"] == reverse("study_detail", args=[row.pk])
    assert row.cites == [{"kind": "case", "number": case.number}]
    bad = post(client, cast.ana, "study_new", agency=cast.north.code, **said | {"title": ""})
    assert bad.status_code == 400


def test_oversight_reads_and_writes_nothing(client: Client, cast: Cast) -> None:
    row = make_study(cast)
    told = page(client, cast.ada, "study_detail", row.pk)
    assert "Hand it in" not in told
    assert post(client, cast.ada, "study_remark", row.pk, text="x").status_code == 403


def test_owed_second_studies_are_listed_the_next_due_first(client: Client, cast: Cast) -> None:
    row = make_study(cast)
    make_study_task(row, agency=cast.north_station, title="Look at the sheds")
    told = page(client, cast.cora, "study_task_list", open="on")
    assert "Look at the sheds" in told
    assert b"Look at the sheds" in b"".join(client.get(reverse("study_task_export")))  # type: ignore[arg-type]
    assert "Begin the second study" in page(
        client, cast.cora, "study_task_detail", row.tasks.get().pk
    )


def test_rest_begins_hands_in_and_judges(client: Client, cast: Cast) -> None:
    def send(officer: Officer, name: str, *args: Any, **body: Any) -> Any:
        client.force_login(officer)
        key = {"HTTP_IDEMPOTENCY_KEY": f"studies-rest-{next(KEYS):04d}"}
        return client.post(reverse(name, args=args), body, content_type="application/json", **key)

    made = send(cast.ana, "api_studies", title="Sheds", question="Why?", findings="At night.")
    assert made.status_code == 201, made.content
    key = made.json()["id"]
    assert send(cast.ana, "api_study_submission", key).json()["state"] == "submitted"
    assert send(cast.ana, "api_study_acceptance", key).status_code == 403
    assert send(cast.lea, "api_study_acceptance", key, text="Good.").json()["state"] == "accepted"
    asked = send(
        cast.lea, "api_study_asks", key,
        agencies=[cast.north_station.code], due_at=in_days(2).isoformat(),
    )  # fmt: skip
    assert asked.json()[0]["agency"] == cast.north_station.code


def test_a_run_a_study_rests_on_is_called_by_what_it_is(client: Client, cast: Cast) -> None:
    run = make_run(cast.north)
    cites = [{"kind": "run", "number": str(run.pk)}]
    row = services.open_study(by=cast.ana, title="Sheds", question="Why sheds?", cites=cites)
    told = page(client, cast.ana, "study_detail", row.pk)
    assert f"Daily sheet 2026-03-01 {cast.north.name}" in told
    assert reverse("run_detail", args=[run.pk]) in told


def test_who_was_overtaken_reads_both_versions(client: Client, cast: Cast) -> None:
    study = make_study(cast)
    said = {"title": "Late", "question": "Why?", "version": 7}
    answer = post(client, cast.lea, "study_edit", study.pk, **said)
    assert answer.status_code == 412
    assert "You read version 7, it is version 1 now" in answer.content.decode()
