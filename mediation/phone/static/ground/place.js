// Where the phone is, and in whose cell that lies; both without a line.

const LOOK = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 };

// {lng, lat, crs, position_error_m}; null where there is no position to be had.
export function locate() {
  return new Promise((found) => {
    if (!navigator.geolocation) return found(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lng: coords.longitude, lat: coords.latitude, crs: "wgs84", position_error_m: Math.round(coords.accuracy) }),
      () => found(null),
      LOOK,
    );
  });
}

// Even and odd: a ray to the east crosses the outline an odd number of times from inside.
function isInside(rings, lng, lat) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[i], [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

// The cell of the list that holds the point; undefined outside all of them.
export const cellAt = (cells, { lng, lat }) => cells.find((cell) => isInside(cell.rings, lng, lat));
