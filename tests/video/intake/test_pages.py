"""The import pages: upload, dry run, every bad row, the decision, the kept report."""

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grid.ledger.idempotency import form_key
from tests.video.intake.make import HEAD, gb_id, item, line, message
from tests.video.make import make_platform
from video.intake import services
from video.intake.models import IntakeRun
from video.register.models import Camera

BAD = "123,=HYPERLINK(1),125.1,42.9,"


@pytest.fixture(autouse=True)
def _the_queue_is_worked_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(services, "FOLDER", tmp_path)
    monkeypatch.setattr(
        current_app, "send_task", lambda _name, arguments: services.run_queued(*arguments)
    )


@pytest.fixture
def vera(client, cast):
    client.force_login(cast.vera)
    return client


@pytest.fixture
def send(vera, django_capture_on_commit_callbacks):
    """Post a form as Vera, and follow what was put into the queue."""

    def post(name, *arguments, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return vera.post(reverse(name, args=arguments), {"form_key": form_key()} | fields)

    return post


def upload(send, *lines, act="check", name="cameras.csv", **more):
    file = SimpleUploadedFile(name, "\n".join([HEAD, *lines]).encode())
    fields = {"crs": "wgs84", "camera_class": "other"} | more
    answer = send("camera_import", file=file, act=act, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return IntakeRun.objects.first(), answer["Location"]


def text(answer):
    return answer.content.decode()


def test_a_dry_run_lists_every_bad_row_and_writes_nothing(vera, send):
    run, address = upload(send, line(1), BAD)
    page = text(vera.get(address))
    assert (run.rows_read, run.rows_bad, Camera.objects.count()) == (2, 1, 0)
    assert run.faults.first().reason in page
    assert reverse("camera_import_errors", args=[run.pk]) in page
    assert 'name="rows" value="valid"' in page


def test_the_valid_rows_are_imported_by_choice_without_a_second_upload(vera, send):
    run, _address = upload(send, line(1), BAD)
    assert send("camera_import_decide", run.pk, rows="valid").status_code == 302
    done = IntakeRun.objects.first()
    assert (done.rows_created, done.is_dry_run, done.valid_rows_only) == (1, False, True)
    again = send("camera_import_decide", run.pk, rows="valid")
    assert again.status_code == 409
    assert "Upload it again" in text(again)
    assert Camera.objects.count() == 1


def test_one_bad_row_keeps_the_file_out_unless_chosen(vera, send):
    _run, address = upload(send, line(1), BAD, act="import")
    assert Camera.objects.count() == 0
    assert "Nothing was written" in text(vera.get(address))


def test_a_file_at_once_comes_in_at_once(vera, send):
    _run, address = upload(send, line(1), act="import")
    assert Camera.objects.get().gb_id == gb_id(1)
    assert "No bad rows." in text(vera.get(address))


def test_bad_rows_are_downloaded_with_formulae_made_harmless(vera, send):
    run, _address = upload(send, line(1).replace("125.11", "=1+1"), BAD)
    answer = vera.get(reverse("camera_import_errors", args=[run.pk]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + run.faults.count()
    assert not any(cell.startswith("=") for row in lines for cell in row.split(","))


def test_while_a_run_waits_the_page_asks_again(vera, send, monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda _name, _arguments: None)
    run, address = upload(send, line(1), line(2))
    page = text(vera.get(address))
    assert 'hx-trigger="every 1s"' in page
    assert f'max="{run.rows_expected}"' in page
    assert run.rows_expected == 2


def test_a_second_delivery_of_the_same_message_changes_nothing(vera, send):
    run, _address = upload(send, line(1), act="import")
    services.run_queued(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_created) == ("done", 1)


def test_reports_are_listed_and_found_by_name(vera, send):
    upload(send, line(1), name="north.csv")
    upload(send, line(2), name="gates.csv")
    page = text(vera.get(reverse("camera_import"), {"q": "gate"}))
    assert "gates.csv" in page
    assert "north.csv" not in page
    assert "No report here" in text(vera.get(reverse("camera_import"), {"q": "zzz"}))


def test_reports_of_others_are_as_absent_as_none(client, cast, send):
    run, _address = upload(send, line(1))
    client.force_login(cast.sam)
    for name in ("camera_import_run", "camera_import_errors"):
        assert client.get(reverse(name, args=[run.pk])).status_code in (403, 404)
    client.force_login(cast.chief)
    assert client.get(reverse("camera_import_run", args=[run.pk])).status_code == 200


def test_a_form_without_a_file_says_so(vera, send):
    answer = send("camera_import", crs="wgs84", camera_class="other")
    assert answer.status_code == 400
    assert "This field is required." in text(answer)


def test_the_empty_sheet_has_the_known_columns(vera, send):
    answer = vera.get(reverse("camera_import_blank"))
    head = b"".join(answer.streaming_content).decode("utf-8-sig").strip()
    assert head.split(",")[:3] == ["设备编码", "设备名称", "设备厂商"]
    file = SimpleUploadedFile("blank.csv", f"{head}\r\n{gb_id(1)},x\r\n".encode())
    send("camera_import", file=file, act="import", crs="wgs84", camera_class="other")
    assert Camera.objects.count() == 1


def test_a_saved_catalogue_is_uploaded_checked_and_imported(vera, send, cast):
    platform = make_platform(cast, gb_id="22040200002000000001")
    body = message([item(gb_id(1), "路口")], device="22040200002000000009", total=1)
    fields = {"crs": "wgs84", "platform": platform.code}
    file = SimpleUploadedFile("catalog.xml", body.encode("gbk"))
    answer = send("catalog_import", file=file, act="check", **fields)
    run = IntakeRun.objects.first()
    assert answer["Location"] == reverse("camera_import_run", args=[run.pk])
    assert (run.state, Camera.objects.count()) == ("done", 0)
    assert send("camera_import_decide", run.pk, rows="all").status_code == 302
    assert Camera.objects.get().links.get().platform == platform
    page = text(vera.get(reverse("catalog_import")))
    assert "catalog.xml" in page


def test_a_file_that_is_no_catalogue_is_refused_on_the_form(send):
    file = SimpleUploadedFile("catalog.xml", b"<a/>")
    answer = send("catalog_import", file=file, act="check", crs="wgs84", platform="")
    assert answer.status_code == 400
    assert "Catalog" in text(answer)
