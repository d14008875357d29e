"""The board's page: who gets it, and that its scripts speak only words the server knows."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from command_center.alerts.services import ensure_default_rules
from command_center.dashboard.page import words
from command_center.dashboard.sections import ACTIVE, CLOSED, PENDING, STAGES, STEPS
from command_center.dashboard.words import WORDS
from command_center.incidents.models import Incident
from command_center.incidents.states import TRANSITIONS
from command_center.incidents.targets import ensure_default_targets
from grid.organisation.models import RoleGrant
from grid.organisation.roles import Role

SCRIPTS = sorted((settings.BASE_DIR / "command_center/dashboard/static/dashboard").glob("*.js"))
FRAME = settings.BASE_DIR / "grid/frame/static/frame"
SHARED = [FRAME / name for name in ("live.js", "requests.js", "speech.js")]
OWN = [*SCRIPTS, *SHARED[1:]]
NOT_WRITTEN_OUT = {"P1", "P2", "P3", "P4"}  # put together from a level


def block(html: str, name: str) -> dict:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', html, re.S)
    return json.loads(found[1])


def test_a_dispatcher_gets_the_board_with_labels_and_targets(client, cast):
    ensure_default_targets(cast.city)
    ensure_default_rules(cast.city)
    client.force_login(cast.nora)
    answer = client.get("/")
    assert answer.status_code == 200
    config = block(answer.content.decode(), "board-config")
    assert config["badge"] == "N001"
    stage = config["stage_of"]["received"]
    assert config["targets"][""]["1"][stage] == {"soon": 60, "late": 120}
    assert config["alert_targets"]["1"] == {"soon": 15, "late": 30}
    assert set(config["states"]) == {state.value for state in Incident.State}
    assert "incidents.work" in config["rights"]


DAYS_BEGIN = {
    Role.DISPATCHER: "/",
    Role.DUTY_COMMANDER: "/",
    Role.AGENCY_LEADER: "/",
    Role.VIDEO_OPERATOR: "/",
    Role.OVERSIGHT: "/",
    Role.COMMUNITY_OFFICER: "/ground/mine/",
    Role.PATROL: "/my-task/",
    Role.CHECKPOINT: "/report/",
    Role.ANALYST: "/incidents/",
    Role.MEDIATOR: "/disputes/mine/",
    Role.SYSTEM_ADMIN: "/organisation/",
    Role.SECURITY_ADMIN: "/organisation/",
    Role.AUDIT_ADMIN: "/audit/",
    Role.CONTRACTOR: "/video/my-repairs/",
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_begins_the_day_on_its_own_page(client, cast, role):
    RoleGrant.objects.create(officer=cast.stranger, role=role, granted_by="a", approved_by="b")
    client.force_login(cast.stranger)
    answer = client.get("/", follow=True)
    assert (answer.status_code, answer.wsgi_request.path) == (200, DAYS_BEGIN[role])


def test_an_officer_without_any_role_is_told_so(client, cast):
    client.force_login(cast.stranger)
    answer = client.get("/")
    assert answer.status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert "/accounts/login/" in client.get("/")["Location"]


def test_the_page_holds_no_inline_script_or_style(client, cast):
    client.force_login(cast.nora)
    html = client.get("/").content.decode()
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html)
    assert inline == []
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)


def test_oversight_looks_and_may_not_take_calls(client, cast):
    client.force_login(cast.ada)
    html = client.get("/").content.decode()
    assert 'id="new"' not in html
    assert "incidents.work" not in block(html, "board-config")["rights"]


def test_every_message_of_the_scripts_is_known_to_the_server():
    said = {m for script in OWN for m in re.findall(r'\bt\("([^"]+)"', script.read_text())}
    assert said - set(WORDS) == set()


def test_no_message_is_kept_that_no_script_says():
    told = "".join(script.read_text() for script in OWN)
    unused = {m for m in WORDS if f'"{m}"' not in told} - NOT_WRITTEN_OUT
    fields = {"level", "category", "address", "narrative", "position", "caller_name"}
    assert unused - fields - {"caller_phone"} == set()


def test_every_message_has_its_chinese_with_the_same_holes():
    with translation.override("zh-hans"):
        told = words()
    for message, chinese in told.items():
        assert sorted(re.findall(r"%\(\w+\)s", message)) == sorted(
            re.findall(r"%\(\w+\)s", chinese)
        ), message


@pytest.mark.parametrize("script", OWN, ids=lambda script: script.name)
def test_scripts_are_short_and_write_text_not_markup(script: Path):
    text = script.read_text()
    assert len(text.splitlines()) <= 300
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        ".style.",
        "http://",
    ):
        assert forbidden not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_scripts_parse():
    for script in [*SCRIPTS, *SHARED]:
        done = subprocess.run(["node", "--check", str(script)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_every_state_is_in_exactly_one_section_of_the_queue():
    assert sorted([*PENDING, *ACTIVE, *CLOSED]) == sorted(Incident.State)


def test_every_step_of_the_state_machine_has_a_button_text():
    steps = {step for steps in TRANSITIONS.values() for step in steps}
    assert steps <= set(STEPS)


def test_every_stage_reads_times_an_incident_has():
    fields = {field.name for field in Incident._meta.get_fields()}
    assert {stage.stamp for stage in STAGES} | {stage.since for stage in STAGES} <= fields
