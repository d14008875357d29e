"""An archived dispute is a volume: numbered, hashed, read only; it verifies when it comes back."""

import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from grid.errors import IllegalStep
from grid.ledger.models import AccessEntry
from mediation.documents import services
from mediation.documents.checking import check_volume, check_zip
from mediation.documents.models import Paper, Volume, VolumeItem
from mediation.documents.services.reading import Why
from mediation.flow import services as flow
from mediation.flow.refusals import Barred
from tests.cast import Cast
from tests.mediation.flow import walk

pytestmark = pytest.mark.django_db
WHY = Why(purpose="archive")


def volume(cast: Cast) -> Volume:
    dispute = walk.closed(cast)
    flow.archive(dispute, by=cast.lea)
    return Volume.objects.get(dispute=dispute)


def repacked(data: bytes, **files: bytes) -> bytes:
    """The ZIP with some of its files exchanged."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, files.get(name, old.read(name)))
    return written.getvalue()


def test_the_volume_verifies_after_export_and_coming_back(cast: Cast) -> None:
    bound = volume(cast)
    data = services.export_volume(bound, by=cast.lea, why=WHY)
    verdict = check_zip(data)
    assert (verdict.faults, verdict.is_known, verdict.number) == ([], True, bound.number)
    assert verdict.sha256 == bound.sha256 and check_volume(bound).is_sound
    assert data == services.export_volume(bound, by=cast.lea, why=WHY)
    assert AccessEntry.objects.latest("pk").operation == "export"


def test_it_holds_every_paper_in_order_with_pages_numbered_on(cast: Cast) -> None:
    bound = volume(cast)
    items = list(bound.items.all())
    titles = [item.title for item in items[1:]]
    assert titles == [
        "人民调解受理登记表", "人民调解记录（第1次）", "人民调解协议书", "人民调解结案小结",
    ]  # fmt: skip
    pages = 1
    for item in items[1:]:
        assert item.first_page == pages
        pages += item.pages
    assert bound.pages == pages - 1
    with ZipFile(BytesIO(services.export_volume(bound, by=cast.lea, why=WHY))) as archive:
        pdf = PdfReader(BytesIO(archive.read("volume.pdf")))
    told = [page.extract_text() for page in pdf.pages]
    assert "卷内目录" in told[1] and "人民调解协议书" in told[1]
    assert len(pdf.pages) == bound.pages + 2
    assert str(bound.pages) in told[-1]


def test_any_change_to_the_file_is_found(cast: Cast) -> None:
    bound = volume(cast)
    data = services.export_volume(bound, by=cast.lea, why=WHY)
    with ZipFile(BytesIO(data)) as archive:
        pdf, text = archive.read("volume.pdf"), archive.read("texts/001.json")
        manifest = archive.read("manifest.json")
    told = json.loads(text)
    other = json.dumps({**told, "text": told["text"].replace("甲", "丁")}).encode()
    for files in (
        {"volume.pdf": pdf + b" "},
        {"texts/001.json": other},
        {"manifest.json": manifest.replace(b"pages", b"Pages", 1)},
        {"manifest.json": b"[]"},
        {"manifest.sha256": b"0" * 64},
    ):
        assert not check_zip(repacked(data, **files)).is_sound
    for broken in (b"", b"PK\x03\x04", data[: len(data) // 2]):
        assert not check_zip(broken).is_sound


def test_a_volume_forged_whole_is_not_the_one_archived_here(cast: Cast) -> None:
    bound = volume(cast)
    forged = bound.manifest.replace(bound.made_by, "Somebody else")
    assert forged != bound.manifest
    from mediation.documents.packing import digest

    data = repacked(
        services.export_volume(bound, by=cast.lea, why=WHY),
        **{"manifest.json": forged.encode(), "manifest.sha256": digest(forged.encode()).encode()},
    )
    assert len(check_zip(data).faults) == 1


def test_archived_papers_and_volumes_are_read_only(cast: Cast) -> None:
    bound = volume(cast)
    paper = Paper.objects.filter(dispute=bound.dispute).first()
    assert paper is not None and paper.archived_at
    for rows, change in (
        (Volume.objects.all(), {"sha256": "0" * 64}),
        (VolumeItem.objects.all(), {"sha256": "0" * 64}),
        (Paper.objects.all(), {"replaced_at": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    bound.dispute.refresh_from_db()
    with pytest.raises(IllegalStep):
        services.make_paper(bound.dispute, by=cast.lea, kind="closing")


def test_nothing_is_archived_while_the_courts_clock_runs(cast: Cast) -> None:
    from grid.ledger.actors import PLATFORM
    from mediation.documents.services.effect import run_clock

    dispute = walk.closed(cast)
    due = run_clock(dispute, PLATFORM)
    assert due is not None
    with pytest.raises(Barred):
        flow.archive(dispute, by=cast.lea)
    assert not Volume.objects.exists()
    services.decline(due, by=cast.cora)
    flow.archive(dispute, by=cast.lea)
    assert Volume.objects.get().dispute == dispute


def test_a_volume_is_checked_by_command_and_on_its_page(
    cast: Cast, client: object, tmp_path: object
) -> None:
    bound = volume(cast)
    file = tmp_path / "volume.zip"  # type: ignore[operator]
    file.write_bytes(services.export_volume(bound, by=cast.lea, why=WHY))
    said = StringIO()
    call_command("verify_volume", str(file), stdout=said)
    call_command("verify_volume", bound.number, stdout=said)
    assert bound.sha256 in said.getvalue()
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(CommandError):
        call_command("verify_volume", str(file), stdout=said)
    client.force_login(cast.lea)  # type: ignore[attr-defined]
    page = client.get(reverse("volume_detail", args=[bound.dispute.number, bound.pk]))  # type: ignore[attr-defined]
    assert "unchanged since its archive" in page.content.decode()
    assert "某人" not in page.content.decode()
