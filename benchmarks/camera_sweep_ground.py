"""The city, its cameras and the client system that the measurement of sweeps runs on."""

from datetime import timedelta

from django.contrib.gis.geos import Point
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
    Camera.objects.bulk_create(
        (_camera(n, stations, platforms, kind) for n in range(cameras)), batch_size=2_000
    )
    ClientSystem.objects.create(
        name="bench",
        agency=city,
        token_digest=digest(TOKEN),
        token_hint="bench",
        scopes=[Right.CAMERA_SIGN.value],
        owner="bench",
        expires_at=timezone.now() + timedelta(days=1),
    )


def _camera(n, stations, platforms, kind):
    place = 0 if n < FIRST else 1 + n % (PLATFORMS - 1)
    return Camera(
        code=f"B-{n:06}",
        gb_id=f"22040200001320{n:06}",
        name=f"示例路口{n}号",
        agency=stations[n % STATIONS],
        platform=platforms[place],
        camera_class=kind,
        location=Point(125.0 + n % 700 / 1000, 42.8 + n % 500 / 1000, srid=4326),
        is_key_target=n % 100 == 0,
    )
