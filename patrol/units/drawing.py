"""The ground of a station as one SVG path, north up."""

from typing import Final

from patrol.units.models import Station

SIDE: Final = 240.0


def drawing(station: Station) -> dict[str, str]:
    """`box` and `path` of the outline and the station's own place in it; empty without ground."""
    if station.outline is None:
        return {}
    west, south, east, north = station.outline.extent
    scale = SIDE / max(east - west, north - south, 1e-9)

    def at(lng: float, lat: float) -> str:
        return f"{(lng - west) * scale:.1f} {(north - lat) * scale:.1f}"

    rings = (ring for polygon in station.outline.coords for ring in polygon)
    path = " ".join("M" + "L".join(at(p[0], p[1]) for p in ring) + "Z" for ring in rings)
    x, y = at(station.point.x, station.point.y).split()
    return {"box": f"-8 -8 {SIDE + 16:.0f} {SIDE + 16:.0f}", "path": path, "x": x, "y": y}
