"""The ground of the import benchmarks, and the rows of a dirty file of cameras."""

from django.contrib.gis.geos import MultiPolygon, Polygon

from grid.organisation.models import Agency
from grid.territory.models import Cell, Division

WEST, SOUTH, STEP = 125.0, 42.8, 0.02
COLUMNS, ROWS = 20, 15


def build_ground():
    """A city of 300 cells and ten stations, and its county with an outline."""
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    whole = Polygon.from_bbox((WEST, SOUTH, WEST + COLUMNS * STEP, SOUTH + ROWS * STEP))
    Division.objects.update_or_create(
        code="220402000000",
        defaults={"name": "示例区", "level": "county", "outline": MultiPolygon(whole, srid=4326)},
    )
    for index in range(COLUMNS * ROWS):
        west, south = WEST + index % COLUMNS * STEP, SOUTH + index // COLUMNS * STEP
        outline = MultiPolygon(Polygon.from_bbox((west, south, west + STEP, south + STEP)))
        Cell.objects.create(
            code=f"B-{index}", name=f"网格{index}", kind="urban", agency=stations[index % 10],
            outline=outline, valid_from="2020-01-01",
        )  # fmt: skip


def a_row(rng, number):
    column, row = rng.randrange(COLUMNS), rng.randrange(ROWS)
    return {
        "gb_id": f"22040200001321{number:06}", "name": f"中央路{number % 900}号{number}",
        "manufacturer": rng.choice([1, 2, 9]), "civil_code": "220402",
        "point_type": rng.choice([1, 2, 3]), "model": f"DS-{number % 40}", "common_name": "路口",
        "ipv4": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", "ipv6": "",
        "mac": f"00-1A-{number >> 24 & 255:02X}-{number >> 16 & 255:02X}"
               f"-{number >> 8 & 255:02X}-{number & 255:02X}",
        "camera_type": rng.choice([1, 2, 3, 4]), "function_types": rng.choice(["5", "1/5", "2"]),
        "supply_light": 2, "codec": 4, "address": f"中央路{number % 900}号",
        "lng": round(WEST + (column + 0.05 + 0.9 * rng.random()) * STEP, 6),
        "lat": round(SOUTH + (row + 0.05 + 0.9 * rng.random()) * STEP, 6),
        "position_types": rng.choice(["8", "10", "8/10"]), "direction": rng.randrange(1, 10),
        "networked": 1, "agency": f"9901{(column + row * COLUMNS) % 10:02d}000000",
        "installed_on": f"20{rng.randrange(15, 26)}-0{rng.randrange(1, 10)}-15",
        "managing_unit": "示例大队", "managing_phone": "0000-0000000", "retention_days": 30,
        "device_state": 1, "departments": "1",
    }  # fmt: skip


SPOILS = (
    lambda row: row.update(gb_id=row["gb_id"][:-3]),
    lambda row: row.update(name=""),
    lambda row: row.update(lng="east"),
    lambda row: row.update(lng=row["lat"], lat=row["lng"]),
    lambda row: row.update(camera_type=77),
    lambda row: row.update(agency="110000000000"),
    lambda row: row.update(installed_on="soon"),
    lambda row: row.update(gb_id="22040200001321000000", name="twice"),
)
