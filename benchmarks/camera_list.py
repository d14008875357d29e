# ruff: noqa: E402 settings come before the imports that need them
"""The list of 55,425 cameras, its search and its filters, beside the bare queries behind them.

    python -m benchmarks.camera_list [--reps 20]

Makes a database of its own. In turns: the page as an officer of the city gets it (session, rights,
scope, count, 50 rows, template) and two bare statements over the same rows, the count and the first
50. Kept only if the page names the count the bare statement finds. Bar: median under 300 ms.
"""

import argparse
import logging
import os
import secrets
import statistics
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import get_runner, setup_test_environment
from django.utils import timezone

from benchmarks.camera_tiles_ground import lay_fleet
from command_center.incidents.reference import load
from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import Role

BAR_MS = 300
# No collected files are needed, and the page tells what it counted.
STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = STATIC
logging.disable(logging.INFO)
setup_test_environment(debug=False)
SCOPE = "agency_id IN (SELECT id FROM organisation_agency WHERE path LIKE '990000000000/%%')"
# What is asked for in the address, and the same as a bare condition with its values.
ASKED = {
    "whole list": ("", "true", ()),
    "last page": ("page=1109", "true", ()),
    "search": ("q=camera+4711", "search_text LIKE %s AND search_text LIKE %s",
               ("%camera%", "%4711%")),
    "search, none": ("q=zzzz", "search_text LIKE %s", ("%zzzz%",)),
    "class and agency": ("cls=estate&agency=990103000000",
                         "camera_class_id = %s AND agency_id = (SELECT id FROM organisation_agency"
                         " WHERE code = %s)", ("estate", "990103000000")),
}  # fmt: skip


def make_city():
    load()
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    lay_fleet(stations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    officer = Officer.objects.create_officer(
        badge_number="B001", name="示例", agency=city, password=secrets.token_urlsafe(20)
    )
    RoleGrant.objects.create(
        officer=officer, role=Role.DUTY_COMMANDER, granted_by="B002", approved_by="B003",
        valid_from=timezone.now(),
    )  # fmt: skip
    client = Client(SERVER_NAME="127.0.0.1", headers={"Accept-Language": "en"})
    client.force_login(officer)
    return client


def page(client, asked):
    began = time.perf_counter()
    answer = client.get(f"/video/cameras/?{asked}")
    took = (time.perf_counter() - began) * 1_000
    assert answer.status_code == 200, answer.status_code
    return took, answer.context["page"].paginator.count


def bare(condition, values, asked):
    offset = 55_400 if "page=" in asked else 0
    rows = f"FROM video_camera WHERE {SCOPE} AND {condition}"
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {rows}", values)
        (count,) = cursor.fetchone()
        cursor.execute(f"SELECT * {rows} ORDER BY code LIMIT 50 OFFSET {offset}", values)
        cursor.fetchall()
    return (time.perf_counter() - began) * 1_000, count


def measure(client, reps):
    failed = False
    print("ms, median [least-most]: page, bare; page / bare")
    for name, (asked, condition, values) in ASKED.items():
        page(client, asked)
        times = {"page": [], "bare": []}
        for _rep in range(reps):
            took, shown = page(client, asked)
            times["page"].append(took)
            took, there = bare(condition, values, asked)
            times["bare"].append(took)
            assert shown == there, f"{name}: {shown} of {there}"
        ours, limit = (statistics.median(times[key]) for key in ("page", "bare"))
        is_met = ours < BAR_MS
        failed |= not is_met
        spread = f"[{min(times['page']):.0f}-{max(times['page']):.0f}]"
        word = "met" if is_met else "NOT MET"
        print(f"{name:18} {ours:7.0f} {spread:12} {limit:7.1f}  {ours / limit:5.1f}  {word}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=20)
    asked = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        failed = measure(make_city(), asked.reps)
        print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
