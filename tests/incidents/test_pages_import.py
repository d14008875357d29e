"""The import page: upload, dry run, every bad row, the decision, the kept report."""

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from command_center.incidents.importing import services
from command_center.incidents.models import ImportRun, Incident
from grid.ledger.idempotency import form_key
from tests.incidents.conftest import BURGLARY
from tests.incidents.pages import post, text

HEADER = "source_number,category,reported_at,address,narrative,lng,lat"
GOOD = f"A1,{BURGLARY},2026-11-01T10:00:00+08:00,中央路1号,门锁被撬,125.11,42.91"
BAD = "A2,999999,2026-11-01T10:00:00+08:00,=HYPERLINK(1),,125.11,42.91"


@pytest.fixture
def chief(client, city):
    client.force_login(city.chief)
    return client


@pytest.fixture(autouse=True)
def _the_queue_is_worked_at_once(
    monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(services, "FOLDER", tmp_path)
    monkeypatch.setattr(
        current_app, "send_task", lambda _name, arguments: services.run_queued(*arguments)
    )


def upload(client, *lines, capture, act="check", name="calls.csv", **more):
    content = "\n".join([HEADER, *lines]).encode()
    fields = {"file": SimpleUploadedFile(name, content), "act": act, "form_key": form_key()}
    with capture(execute=True):
        answer = client.post(reverse("incident_import"), fields | more)
    assert answer.status_code == 302, text(answer)
    return ImportRun.objects.order_by("-pk").first(), text(client.get(answer["Location"]))


def test_a_dry_run_lists_every_bad_row_and_writes_nothing(
    chief, django_capture_on_commit_callbacks
):
    run, page = upload(chief, GOOD, BAD, capture=django_capture_on_commit_callbacks)
    assert (run.state, run.rows_read, run.rows_bad) == ("done", 2, 1)
    assert Incident.objects.count() == 0
    error = run.errors[0]
    assert error["column"] in page
    assert error["reason"] in page
    assert reverse("incident_import_errors", args=[run.pk]) in page


def test_the_valid_rows_are_imported_by_choice_without_a_second_upload(
    chief, django_capture_on_commit_callbacks
):
    run, page = upload(chief, GOOD, BAD, capture=django_capture_on_commit_callbacks)
    assert 'name="rows" value="valid"' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(chief, "incident_import_decide", run.pk, rows="valid")
    assert answer.status_code == 302
    assert Incident.objects.count() == 1
    done = ImportRun.objects.order_by("-pk").first()
    assert (done.rows_created, done.is_dry_run, done.valid_rows_only) == (1, False, True)
    again = post(chief, "incident_import_decide", run.pk, rows="valid")
    assert again.status_code == 409
    assert Incident.objects.count() == 1


def test_one_bad_row_keeps_the_file_out_unless_chosen(chief, django_capture_on_commit_callbacks):
    run, page = upload(chief, GOOD, BAD, capture=django_capture_on_commit_callbacks, act="import")
    assert Incident.objects.count() == 0
    assert 'class="note warn"' in page
    assert run.rows_bad == 1


def test_a_repeated_import_changes_nothing(chief, django_capture_on_commit_callbacks):
    for _ in range(2):
        run, _page = upload(chief, GOOD, capture=django_capture_on_commit_callbacks, act="import")
    assert (run.rows_created, run.rows_unchanged) == (0, 1)
    assert Incident.objects.count() == 1


def test_the_errors_can_be_downloaded_and_hold_no_formula(
    chief, django_capture_on_commit_callbacks
):
    run, _page = upload(chief, BAD, capture=django_capture_on_commit_callbacks)
    run.errors = [{"line": 2, "column": "=cmd()", "reason": "+1"}]
    run.save()
    answer = chief.get(reverse("incident_import_errors", args=[run.pk]))
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1] == "2,'=cmd(),'+1"


def test_an_earlier_mapping_or_a_mapping_file_may_be_used(
    chief, django_capture_on_commit_callbacks
):
    toml = "[source]\nname='old'\n[columns]\nsource_number='nr'\naddress='ort'\n"
    toml += "[categories]\ndefault='010101'\n"
    content = "nr,ort\n7,中央路\n".encode()
    fields = {
        "file": SimpleUploadedFile("old.csv", content),
        "mapping_file": SimpleUploadedFile("old.toml", toml.encode()),
        "act": "import",
        "form_key": form_key(),
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert chief.post("/incidents/import/", fields).status_code == 302
    first = ImportRun.objects.get()
    assert first.mapping == toml
    again = {
        "file": SimpleUploadedFile("old2.csv", content),
        "known": str(first.pk),
        "act": "import",
        "form_key": form_key(),
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert chief.post("/incidents/import/", again).status_code == 302
    assert ImportRun.objects.order_by("-pk").first().mapping == toml


@pytest.mark.parametrize(
    "mapping", [b"\xff\xfe", b"[nonsense", b"[source]\nname='x'\n[columns]\nhair='y'\n"]
)
def test_a_mapping_without_meaning_is_refused_at_its_field(chief, mapping):
    fields = {
        "file": SimpleUploadedFile("calls.csv", b"a\n1\n"),
        "mapping_file": SimpleUploadedFile("m.toml", mapping),
        "form_key": form_key(),
    }
    answer = chief.post("/incidents/import/", fields)
    assert answer.status_code == 400
    assert answer.context["form"].errors["mapping_file"]
    assert ImportRun.objects.count() == 0


def test_a_run_under_way_is_asked_for_again(chief, city):
    run = ImportRun.objects.create(
        agency=city.city,
        file_name="x.csv",
        file_hash="0",
        mapping="",
        state="running",
        rows_read=3000,
    )
    page = text(chief.get(reverse("incident_import_run", args=[run.pk])))
    assert 'hx-trigger="every 1s"' in page
    assert "3,000" in page
    run.state = "done"
    run.save()
    assert "every 1s" not in text(chief.get(reverse("incident_import_run", args=[run.pk])))


def test_ten_thousand_bad_rows_are_paged(chief, city):
    errors = [{"line": n, "column": "lng", "reason": "?"} for n in range(10_000)]
    run = ImportRun.objects.create(
        agency=city.city, file_name="x.csv", file_hash="0", mapping="", state="done", errors=errors
    )
    answer = chief.get(reverse("incident_import_run", args=[run.pk]) + "?page=100")
    assert len(answer.context["page"].object_list) == 100
    assert answer.context["page"].object_list[0]["line"] == 9900


def test_reports_of_another_city_are_not_there(client, city):
    run = ImportRun.objects.create(agency=city.south, file_name="x", file_hash="0", mapping="")
    city.chief.agency = city.north
    city.chief.save()
    client.force_login(city.chief)
    for name in ("incident_import_run", "incident_import_errors"):
        assert client.get(reverse(name, args=[run.pk])).status_code == 404
    assert post(client, "incident_import_decide", run.pk).status_code == 404


def test_who_may_not_import_sees_no_import(nora):
    assert nora.get("/incidents/import/").status_code == 403
    assert "/incidents/import/" not in text(nora.get("/incidents/"))
