"""The pages of the register of cameras, as the people of the cast see and use them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.video.make import camera_class, make_camera, make_company, make_platform
from tests.video.register.files import entered, post, text, whole
from video.register import panels
from video.register.models import Camera, CameraLink, Company, Contract, VideoPoint
from video.register.writing import PLAIN

LISTS = ("video_point", "platform", "company", "video_contract")
PAGES = ("camera_list", "camera_compliance", "camera_classes", "camera_growth")


def form_of(cast: Cast, **said: object) -> dict[str, object]:
    """What a browser sends for a whole file."""
    told = whole(cast, **said) | {"crs": "wgs84", "device_state": 1, "file_kind": "new"}
    told.pop("forbidden_place", None)
    return {name: value for name, value in (told | said).items() if value is not None}


@pytest.mark.parametrize("name", [*PAGES, *(f"{kept}_list" for kept in LISTS)])
def test_every_page_opens_empty_and_full(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.vera)
    assert "As of" in text(client.get(reverse(name)))
    firm = make_company(cast, agency=cast.north, is_owner=True)
    point = VideoPoint.objects.create(code="PT", name="示例杆", agency=cast.north)
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2030, 1, 1)}
    lease = Contract.objects.create(company=firm, kind="lease", number="租-1", **days)
    make_camera(
        cast, owner=firm, point=point, lease=lease, platform=make_platform(cast, operator=firm)
    )
    assert client.get(reverse(name)).status_code == 200


def test_the_list_says_what_each_camera_is_and_lacks(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = make_camera(cast, name="示例路口", gb_id=None, device_state=2, file_state="to_correct")
    page = text(client.get(reverse("camera_list")))
    for said in ("示例路口", "no id", "Under repair", "Checked, to be corrected", "not filed"):
        assert said in page
    assert reverse("camera_detail", args=[row.code]) in page
    assert "1 camera" in page
    assert "No cameras here" in text(client.get(reverse("camera_list"), {"q": "nowhere"}))


def test_the_list_is_narrowed_by_its_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    make_camera(cast, name="北路口")
    make_camera(cast, name="南路口", agency=cast.south, camera_class=camera_class("finance"))
    page = text(client.get(reverse("camera_list"), {"cls": "social", "q": "路口"}))
    assert "南路口" in page and "北路口" not in page
    page = text(client.get(reverse("camera_list"), {"agency": cast.north.code}))
    assert "北路口" in page and "南路口" not in page
    page = text(client.get(reverse("camera_list"), {"finding": "moon"}))
    assert "北路口" in page  # a filter that cannot be read narrows nothing, and says so
    assert "moon is not one of the available choices" in page


def test_a_page_of_fifty_asks_the_database_no_more_often_than_a_page_of_two(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.vera)
    for _ in range(30):
        make_camera(cast, platform=make_platform(cast), contractor=make_company(cast))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("camera_list"))


def test_the_file_shows_every_field_what_is_missing_and_who_knows_it(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.vera)
    point = VideoPoint.objects.create(code="PT", name="示例杆", agency=cast.north_station)
    row = entered(cast, point="PT", mac="", view_radius=5000.0, function_types=[6])
    beside = make_camera(cast, point=point, name="同杆另一路")
    CameraLink.objects.create(camera=row, platform=make_platform(cast), given_id="G-77")
    page = text(client.get(reverse("camera_detail", args=[row.code])))
    for said in (
        "File 20 of 27", "MAC address", "missing", "5000 m", "High lookout", "30 days", "G-77",
        "示例杆", beside.name, "Filing", "days late", "Public security, roads", "Network camera",
        "Neither live pictures nor stills are on this page",
    ):  # fmt: skip
        assert said in page, said
    assert "<img" not in page and "<video" not in page


def test_a_lawful_filed_file_owes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = entered(cast)
    post(client, "camera_file", {"number": "备-1", "filed_on": "2024-06-20"}, row.code)
    page = text(client.get(reverse("camera_detail", args=[row.code])))
    assert "Nothing: the file is whole, lawful and filed." in page
    assert "after 19 days" in page
    fresh = make_camera(cast, enabled_on=timezone.localdate() - timedelta(days=10))
    page = text(client.get(reverse("camera_detail", args=[fresh.code])))
    assert "20 days left for the filing" in page


def test_other_apps_put_their_panels_on_the_page(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_camera(cast)
    shown = {"video/_stock.html": lambda camera, officer: {"of": camera.code}}
    monkeypatch.setattr(panels, "_panels", shown)
    assert panels.panels_of(row, cast.vera) == [panels.Panel("video/_stock.html", {"of": row.code})]
    monkeypatch.setattr(panels, "_panels", {"x": lambda _camera, _officer: None})
    assert panels.panels_of(row, cast.vera) == []


def test_a_camera_is_entered_and_corrected_in_the_browser(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    answer = post(client, "camera_new", form_of(cast, function_types=[5, 6], departments=[1]))
    row = Camera.objects.get()
    assert answer["Location"] == reverse("camera_detail", args=[row.code])
    assert row.function_types == [5, 6]
    page = text(client.get(reverse("camera_edit", args=[row.code])))
    assert "required" in page and "20 digits by GB/T 28181" in page
    sent = form_of(cast, function_types=[5], pole_number="DF-1", version=1)
    assert post(client, "camera_edit", sent, row.code).status_code == 302
    row.refresh_from_db()
    assert (row.pole_number, row.function_types, row.version) == ("DF-1", [5], 2)
    stale = post(client, "camera_edit", sent | {"pole_number": "DF-2"}, row.code)
    assert stale.status_code == 412 and "changed since you read it" in text(stale)


def test_what_the_edit_page_shows_sent_back_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = entered(cast, contractor=make_company(cast).code, view_angle=65.0)
    form = client.get(reverse("camera_edit", args=[row.code])).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    assert post(client, "camera_edit", sent, row.code).status_code == 302
    row.refresh_from_db()
    assert row.version == 1


def test_faults_stand_at_their_fields(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    bad = form_of(cast, gb_id="123", forbidden_place="dormitory", retention_days=9999)
    answer = post(client, "camera_new", bad)
    page = text(answer)
    assert answer.status_code == 400
    for said in ("A national id has 20 digits; this has 3.", "article 8", "From 0 to 3650."):
        assert said in page
    assert not Camera.objects.exists()


def test_one_sending_of_a_form_enters_one_camera(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    sent = form_of(cast) | {"form_key": "camera-twice-000001"}
    for _ in range(2):
        assert client.post(reverse("camera_new"), sent).status_code == 302
    assert Camera.objects.count() == 1


def test_a_camera_is_checked_and_removed_in_the_browser(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = entered(cast, mac="")
    assert "Missing: MAC address." in text(client.get(reverse("camera_check", args=[row.code])))
    refused = post(client, "camera_check", {"state": "complete"}, row.code)
    assert refused.status_code == 400 and "Not complete while these are missing" in text(refused)
    post(client, "camera_check", {"state": "to_correct", "note": "补 MAC"}, row.code)
    page = text(client.get(reverse("camera_detail", args=[row.code])))
    assert "补 MAC" in page
    assert "its file stays" in text(client.get(reverse("camera_remove", args=[row.code])))
    post(client, "camera_remove", {"reason": "改造", "scrapped_on": "2026-01-01"}, row.code)
    page = text(client.get(reverse("camera_detail", args=[row.code])))
    assert "This camera was removed" in page
    assert reverse("camera_remove", args=[row.code]) not in page


def test_the_export_has_the_columns_the_import_takes(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = entered(cast, function_types=[5, 6])
    make_camera(cast, agency=cast.south_station)
    head, line, *rest = text(client.get(reverse("camera_export"))).strip("\ufeff\r\n").split("\r\n")
    told = dict(zip(head.split(","), line.split(","), strict=True))
    assert rest == [] and set(PLAIN) <= told.keys()
    assert (told["gb_id"], told["function_types"], told["networked"]) == (row.gb_id, "5/6", "1")
    assert (told["agency"], told["lng"]) == (cast.north_station.code, "125.11")


@pytest.mark.parametrize("name", ["camera_compliance", "camera_classes", "camera_growth"])
def test_each_sum_is_exported_too(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.vera)
    make_camera(cast, installed_on=date(2024, 1, 1))
    answer = client.get(reverse(name), {"as": "csv"})
    assert answer["Content-Type"].startswith("text/csv") and "\r\n" in text(answer)


def test_what_is_owed_leads_to_its_cameras(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = make_camera(cast, near_protected_site=True)
    page = text(client.get(reverse("camera_compliance")))
    assert "?finding=no_consent" in page and "Without consent" in page
    page = text(client.get(reverse("camera_list"), {"finding": "no_consent"}))
    assert row.name in page


def test_the_difference_of_the_reported_classes_is_shown(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    page = text(client.get(reverse("camera_classes")))
    assert "The named classes are reported as 6,764 of 6,962; 198 are in none of them" in page


def test_points_platforms_companies_and_contracts_are_kept_in_the_browser(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.vera)
    north = cast.north.code
    sent = {
        "video_point": {"code": "PT-1", "name": "杆", "agency": north, "crs": "wgs84"},
        "company": {"code": "CO-1", "name": "示例公司", "agency": north, "is_owner": "on"},
        "platform": {
            "code": "PF-1", "name": "示例平台", "agency": north, "level": "county", "network": 1,
        },
        "video_contract": {
            "company": "CO-1", "kind": "lease", "number": "租-1", "valid_from": "2026-01-01",
            "valid_to": "2030-01-01",
        },
    }  # fmt: skip
    for name, said in sent.items():
        key = {"is_active": "on"}
        made = post(client, f"{name}_new", said | key)
        assert made.status_code == 302, text(made)
        number = said.get("code") or Contract.objects.get().pk
        shown = client.get(reverse(f"{name}_edit", args=[number]))
        assert shown.status_code == 200
        changed = post(client, f"{name}_edit", said | key | {"version": 1}, number)
        assert changed.status_code == 302, text(changed)
        stale = post(client, f"{name}_edit", said | key | {"version": 1}, number)
        assert stale.status_code == 412
        listed = text(client.get(reverse(f"{name}_list")))
        assert str(said.get("name") or said["number"]) in listed
        assert str(said.get("name") or said["number"]) in text(
            client.get(reverse(f"{name}_export"))
        )
    refused = post(client, "company_new", sent["company"])
    assert refused.status_code == 400 and "This code is taken." in text(refused)
    assert Company.objects.count() == 1


def test_the_figure_of_a_row_opens_its_cameras(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    firm = make_company(cast, agency=cast.north, is_owner=True)
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2030, 1, 1)}
    lease = Contract.objects.create(company=firm, kind="lease", number="租 1", **days)
    make_camera(cast, lease=lease, name="租来的")
    make_camera(cast, name="自有的")
    page = text(client.get(reverse("video_contract_list")))
    assert "?lease=%E7%A7%9F%201" in page
    page = text(client.get(reverse("camera_list"), {"lease": "租 1"}))
    assert "租来的" in page and "自有的" not in page


def test_who_may_only_read_sees_no_buttons_to_write(cast: Cast, client: Client) -> None:
    row = make_camera(cast)
    client.force_login(cast.ada)
    page = text(client.get(reverse("camera_detail", args=[row.code])))
    assert reverse("camera_edit", args=[row.code]) not in page
    assert reverse("camera_new") not in text(client.get(reverse("camera_list")))
    client.force_login(cast.sam)
    assert client.get(reverse("camera_detail", args=[row.code])).status_code == 404
