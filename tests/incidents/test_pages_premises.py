"""The pages of premise notes and categories."""

import pytest
import time_machine

from command_center.incidents.models import PremiseNote
from tests.incidents.conftest import BURGLARY, NORTH
from tests.incidents.pages import post, text


def note_fields(**more):
    return {
        "address": "中央路1号",
        **NORTH,
        "crs": "wgs84",
        "radius_m": 50,
        "text": "院内有大型犬",
        "review_on": "2026-12-01",
        "expires_on": "2027-06-01",
    } | more


@pytest.fixture
def _a_day_in_november():
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=True):
        yield


@pytest.mark.usefixtures("_a_day_in_november")
def test_a_premise_note_warns_at_its_place_and_keeps_its_versions(nora, call):
    assert post(nora, "premise_note_new", **note_fields()).status_code == 302
    assert "院内有大型犬" in text(nora.get("/premise-notes/"))
    incident = call()
    assert "院内有大型犬" in text(nora.get(f"/incidents/{incident.number}/"))
    note = PremiseNote.objects.get()
    again = {
        "version": 1,
        "text": "犬已送走",
        "review_on": "2026-12-01",
        "expires_on": "2027-01-01",
    }
    assert post(nora, "premise_note_edit", note.pk, **again).status_code == 302
    assert "院内有大型犬" in text(nora.get(f"/premise-notes/{note.pk}/"))
    stale = post(nora, "premise_note_edit", note.pk, **again)
    assert stale.status_code == 412
    assert "犬已送走" in text(stale)


@pytest.mark.usefixtures("_a_day_in_november")
def test_a_note_that_would_mislead_is_refused(nora, city):
    answer = post(nora, "premise_note_new", **note_fields(expires_on="2029-01-01"))
    assert answer.status_code == 400
    assert answer.context["form"].errors["expires_on"]
    assert PremiseNote.objects.count() == 0


def test_the_category_tree_is_there_to_read(nora):
    page = text(nora.get("/incidents/categories/"))
    assert BURGLARY in page
