"""The city, its cameras and the client system that the measurement of sweeps runs on."""

from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right
from video.register.models import Camera, CameraClass, Platform

TOKEN = "anlan_benchmark_sweep"
STATIONS, PLATFORMS, FIRST = 60, 200, 800


def build_ground(cameras):
    """So many cameras in 60 stations on 200 platforms, the first of which has 800."""
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(STATIONS)
    ]
    platforms = [
        Platform.objects.create(
            code=f"bench-p-{n}", name=f"平台{n}", level="recorder", agency=stations[n % STATIONS]
        )
        for n in range(1, PLATFORMS + 1)
    ]
    kind, _made = CameraClass.objects.get_or_create(pk="bench", defaults={"name": "测试"})
    _multiply(_camera(stations, platforms, kind), cameras, stations, platforms)
    ClientSystem.objects.create(
        name="bench",
        agency=city,
        token_digest=digest(TOKEN),
        token_hint="bench",
        scopes=[Right.CAMERA_SIGN.value],
        owner="bench",
        expires_at=timezone.now() + timedelta(days=1),
    )


def _camera(stations, platforms, kind):
    return Camera.objects.create(
        code="B-000000",
        gb_id="22040200001320000000",
        name="示例路口0号",
        agency=stations[0],
        platform=platforms[0],
        camera_class=kind,
        location=Point(125.0, 42.8, srid=4326),
        is_key_target=True,
    )


def _multiply(first, cameras, stations, platforms):
    """Copies of the first camera, each with its own number, station, platform and place."""
    told = {
        "code": "'B-' || lpad(n::text, 6, '0')",
        "gb_id": "'22040200001320' || lpad(n::text, 6, '0')",
        "name": "'示例路口' || n || '号'",
        "agency_id": "(%(stations)s::bigint[])[1 + n %% %(many)s]",
        "platform_id": "(%(platforms)s::bigint[])"
        "[CASE WHEN n < %(first)s THEN 1 ELSE 2 + n %% %(rest)s END]",
        "location": "ST_MakePoint(125 + n %% 700 / 1000.0, 42.8 + n %% 500 / 1000.0)::geography",
        "is_key_target": "n %% 100 = 0",
    }
    fields = [
        field.column
        for field in Camera._meta.concrete_fields
        if not field.primary_key and not getattr(field, "generated", False)
    ]
    values = ", ".join(told.get(name, f"c.{name}") for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO video_camera ({', '.join(fields)}) SELECT {values}"
            " FROM video_camera c, generate_series(1, %(last)s) AS n WHERE c.id = %(id)s",
            {
                "stations": [row.pk for row in stations],
                "platforms": [row.pk for row in platforms],
                "many": STATIONS,
                "rest": PLATFORMS - 1,
                "first": FIRST,
                "last": cameras - 1,
                "id": first.pk,
            },
        )
