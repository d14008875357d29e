"""A whole city's fleet of cameras for the measurement of the map: where towns are, not evenly."""

import random

from django.contrib.gis.geos import Point
from django.utils import timezone

from video.health.models import CameraStatus
from video.register.models import Camera, CameraClass, Company

PUBLIC, SOCIAL = 6_962, 48_463
WEST, SOUTH, EAST, NORTH = 124.87, 42.32, 125.83, 43.22
CLASSES = {
    "road": True, "rural": True, "estate": True, "gate": True, "traffic": True, "lookout": True,
    "shop": False, "school": False, "bank": False, "works": False,
}  # fmt: skip
STATES = ["online"] * 94 + ["offline"] * 4 + ["unknown"] + ["parent_down"]


def lay_fleet(agencies, count=PUBLIC + SOCIAL, seed=5):
    """So many cameras of these agencies round 60 towns, the first of them by far the largest."""
    rng = random.Random(seed)
    towns = [(rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)) for _ in range(60)]
    towns[0] = (125.14, 42.90)
    weights = [30, 12, 12, 8, *[1] * 56]
    classes = {
        code: CameraClass.objects.get_or_create(
            code=code, defaults={"name": code, "is_public": is_public}
        )[0]
        for code, is_public in CLASSES.items()
    }
    owners = [_owner(agencies[0], n) for n in range(20)]
    cameras = [
        _camera(rng, n, classes, owners, agencies, rng.choices(towns, weights)[0])
        for n in range(count)
    ]
    made = Camera.objects.bulk_create(cameras, batch_size=2_000)
    now = timezone.now()
    CameraStatus.objects.bulk_create(
        (CameraStatus(camera=row, state=rng.choice(STATES), since=now) for row in made),
        batch_size=5_000,
    )
    return made


def _owner(agency, number):
    return Company.objects.get_or_create(
        code=f"bench-owner-{number}",
        defaults={"name": f"Owner {number}", "agency": agency, "is_owner": True},
    )[0]


def _camera(rng, number, classes, owners, agencies, town):
    is_public = number < PUBLIC
    code = rng.choice([key for key, value in CLASSES.items() if value == is_public])
    spread = rng.choice([0.008, 0.02, 0.05])
    return Camera(
        code=f"BENCH-{number:05}",
        gb_id=f"22040200001321{number:06}",
        name=f"Camera {number}",
        camera_class=classes[code],
        is_public=is_public,
        agency=agencies[number % len(agencies)],
        owner=owners[number % len(owners)],
        location=Point(rng.gauss(town[0], spread), rng.gauss(town[1], spread), srid=4326),
        bearing=rng.randrange(360),
        view_angle=rng.choice([40, 65, 90]),
        view_radius=rng.choice([30, 60, 120]),
        function_types=[6] if code == "lookout" else [5],
    )
