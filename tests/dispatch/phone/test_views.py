"""The shell of the phone, who may open it, and the words its scripts say."""

import re
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime

from command_center.dispatch.phone import words
from tests.patrol.make import make_crew

SCRIPTS = sorted((Path(words.__file__).parent / "static" / "phone").glob("*.js"))
SOURCE = "\n".join(path.read_text("utf-8") for path in SCRIPTS)


def config_of(client):
    page = client.get("/my-task/")
    assert page.status_code == 200
    return page.context["config"]


def test_the_shell_names_the_unit_and_the_officer(client, city, unit):
    client.force_login(city.pat)
    config = config_of(client)
    assert (config["unit"], config["officer"]) == ("P12", city.pat.badge_number)
    assert list(config["by_hand"]) == ["patrol", "standby", "busy", "out"]
    assert {row["group"] for row in config["work_codes"]} <= {"kind", "item", "result", "source"}


def test_who_is_in_no_unit_gets_the_shell_without_one(client, cast):
    client.force_login(cast.pat)
    assert config_of(client)["unit"] == ""


def test_who_has_no_unit_work_is_refused(client, cast):
    client.force_login(cast.nora)
    assert client.get("/my-task/").status_code == 403
    assert client.get("/my-task/session/").status_code == 403


def test_the_session_says_who_and_what_time_it_is(client, cast):
    with time_machine.travel("2026-11-23 04:00:00+00:00", tick=False):
        client.force_login(cast.pat)
        told = client.get("/my-task/session/").json()
    assert told["officer"] == cast.pat.badge_number
    assert told["csrf"]
    assert parse_datetime(told["now"]).isoformat() == "2026-11-23T04:00:00+00:00"


def test_the_worker_lies_beside_the_page_and_needs_nobody_signed_in(client, db):
    answer = client.get("/my-task/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"phone/box" in answer.content


def test_a_patrol_officer_begins_the_day_at_the_task(client, city):
    client.force_login(city.pat)
    assert client.get("/")["Location"] == reverse("my_task")


def test_a_community_officer_begins_on_her_ground_unless_posted_to_a_unit(client, city, unit):
    client.force_login(city.cora)
    assert client.get("/")["Location"] == reverse("my_ground")
    make_crew(unit, city.cora, is_leader=False)
    assert client.get("/")["Location"] == reverse("my_task")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_sentence_of_the_scripts_can_be_translated(script):
    said = set(re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', script.read_text("utf-8")))
    assert said - set(words.WORDS) == set()


def test_every_word_is_said_somewhere():
    assert [word for word in words.WORDS if f'"{word}"' not in SOURCE] == []


def test_the_words_come_in_the_language_of_the_request(in_both_languages):
    with translation.override("zh-hans"):
        assert words.words()["Set out"] != "Set out"
    with translation.override("en"):
        assert words.words()["Set out"] == "Set out"
