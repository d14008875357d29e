"""The pages of the explorer, as an officer sees them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis.runs.models import MethodSwitch
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.studies.models import CaseSeries
from tests.analysis.make import make_result
from tests.analysis.sheets.make import make_proposal
from tests.analysis.studies.make import make_operation, make_series, make_study, make_study_task
from tests.analysis.studies.test_studies import page, post
from tests.cases.make import make_case
from tests.cast import Cast


def yesterday(cast: Cast, **said: Any) -> Any:
    return make_case(cast, reported_at=timezone.now() - timedelta(days=1), **said)


def switch_off(cast: Cast, method: str) -> None:
    MethodSwitch.objects.create(method=method, agency=cast.north, reason="Tried", off_by="lea")


def test_the_home_says_what_waits_and_what_is_late(client: Client, cast: Cast) -> None:
    run = make_result(cast.north_station).run
    today = timezone.localdate()
    make_proposal(cast, run=run, last_day=today)
    make_study_task(make_study(cast), agency=cast.north_station, title="Sheds, second study")
    make_operation(cast, title="Cable room")
    make_series(cast, title="Sheds by the river")
    told = page(client, cast.lea, "analysis_home")
    for words in ("Sheds, second study", "Cable room", "Sheds by the river", "no daily sheet yet"):
        assert words in told
    assert Proposal.objects.get().agency.name in told


@pytest.mark.parametrize("method", ["near_repeat", "hotspots"])
def test_the_home_says_of_a_method_switched_off_that_its_finds_are_old(
    client: Client, cast: Cast, method: str
) -> None:
    words = "This method is switched off: what is shown was found before."
    assert words not in page(client, cast.lea, "analysis_home")
    switch_off(cast, method)
    assert page(client, cast.lea, "analysis_home").count(words) == 1
    assert words not in page(client, cast.sam, "analysis_home")  # off in the north only


def test_the_map_hands_counts_to_its_script_and_says_the_same_as_a_table(
    client: Client, cast: Cast
) -> None:
    yesterday(cast)
    told = page(client, cast.lea, "case_map")
    assert 'id="map-data"' in told
    assert "Cases as points" in told
    assert f"{reverse('case_list')}?agency=990100000000" in told
    data = client.get(reverse("case_map_data")).json()
    assert sum(data["cells"]["N-1"]) == 1
    assert len(data["points"]) == 1


@pytest.mark.parametrize("layer", ["density", "hot", "zones"])
def test_a_layer_of_the_map_is_worked_out_for_the_days_shown(
    client: Client, cast: Cast, layer: str
) -> None:
    client.force_login(cast.lea)
    where = reverse("case_map_layer")
    assert client.get(where, {"layer": layer}).json()["state"] in ("ok", "few_cases", "few_cells")
    switch_off(cast, {"zones": "near_repeat"}.get(layer, "hotspots"))
    assert client.get(where, {"layer": layer}).json() == {"state": "off"}


def test_what_cannot_be_read_is_named(client: Client, cast: Cast) -> None:
    told = page(client, cast.lea, "case_map", since="2026-03-09", until="2026-03-01")
    assert "It must end after it begins." in told
    answer = client.get(reverse("case_map_data"), {"agency": cast.south.code})
    assert answer.status_code == 400
    assert client.get(reverse("case_map_layer"), {"layer": "persons"}).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["case_map", "case_explorer", "hot_cells", "case_hours"])
def test_days_out_of_all_bounds_are_refused(
    client: Client, cast: Cast, name: str, day: str
) -> None:
    client.force_login(cast.lea)
    answer = client.get(reverse(name), {"since": day, "until": day, "measure": "previous"})
    assert answer.status_code in (200, 400)
    assert "1990-01-01" in answer.content.decode() or "2199-12-31" in answer.content.decode()


def test_hours_are_a_table_to_read_and_a_file_to_take_away(client: Client, cast: Cast) -> None:
    yesterday(cast)
    assert "Fullest are the 4 hours" in page(client, cast.lea, "case_hours")
    lines = b"".join(client.get(reverse("case_hours"), {"as": "csv"}))  # type: ignore[arg-type]
    assert lines.decode().count("\n") == 9
    book = client.get(reverse("case_hours"), {"as": "xlsx"})
    assert book.content.startswith(b"PK")


def test_a_method_that_is_switched_off_says_so(client: Client, cast: Cast) -> None:
    switch_off(cast, "aoristic")
    assert "This method is switched off here" in page(client, cast.lea, "case_hours")


def test_rows_and_columns_are_chosen_in_the_address(client: Client, cast: Cast) -> None:
    yesterday(cast)
    told = page(client, cast.lea, "case_explorer", rows="category", columns="weekday")
    assert "050201" in told
    assert "weekday=" in told
    same = page(client, cast.lea, "case_explorer", rows="weekday", columns="weekday")
    assert "Choose another than the rows." in same


@pytest.mark.parametrize("name", ["case_explorer", "case_hours", "case_map", "analysis_home"])
def test_an_area_without_cases_says_so(client: Client, cast: Cast, name: str) -> None:
    told = page(client, cast.cora, name)
    assert 'class="state' in told


def test_hot_cells_of_a_small_area_say_why_there_are_none(client: Client, cast: Cast) -> None:
    assert "below 12 cells nothing can" in page(client, cast.lea, "hot_cells")


def test_series_are_of_cases_and_no_evidence(client: Client, cast: Cast) -> None:
    told = page(client, cast.lea, "series_list")
    assert "of cases, never of persons" in told
    assert "No group stands out" in told


def test_a_candidate_is_followed_and_leads_on(client: Client, cast: Cast) -> None:
    numbers = [yesterday(cast).number for _n in range(3)]
    told = page(client, cast.ana, "series_candidate", cases=",".join(numbers))
    assert "Pairs and why" in told
    assert numbers[0] in told
    said = {"title": "Sheds by the river", "case_numbers": ",".join(numbers)}
    answer = post(client, cast.ana, "series_follow", **said)
    row = CaseSeries.objects.get()
    assert answer["Location"] == reverse("series_detail", args=[row.pk])
    told = page(client, cast.ana, "series_detail", row.pk)
    assert f"{reverse('study_new')}?series={row.number}" in told
    post(client, cast.ana, "series_confirm", row.pk, text="Same saw.", version=row.version)
    row.refresh_from_db()
    assert (row.state, row.judged_text) == ("confirmed", "Same saw.")
    assert row.number in page(client, cast.ana, "series_followed", state="confirmed")
    assert b"Sheds" in b"".join(client.get(reverse("series_export")))  # type: ignore[arg-type]


def test_a_model_wants_three_confirmed_series(client: Client, cast: Cast) -> None:
    assert "0 confirmed series" in page(client, cast.ana, "series_model_list")
    answer = post(client, cast.ana, "series_model_fit")
    assert answer["Location"] == reverse("series_model_list")


@pytest.mark.parametrize(
    "name", ["api_case_hours", "api_case_pivot", "api_hot_cells", "api_series_candidates"]
)
def test_rest_answers_the_same_questions(client: Client, cast: Cast, name: str) -> None:
    yesterday(cast)
    client.force_login(cast.lea)
    assert client.get(reverse(name)).status_code == 200
    answer = client.get(reverse(name), {"agency": cast.south.code})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/agency"
