// The ground under the incidents: cells, division outlines, names and places, all from this host.

import { get, query } from "./api.js";
import { el } from "./dom.js";
import { placeSign, stationSign } from "./marks.js";
import { board, t } from "./words.js";

const L = globalThis.L;
const BIG = new Set(["city", "county"]);

const nameSign = (name, cls) => L.divIcon({ className: "map-name", iconSize: [0, 0], html: el("span", { class: cls, text: name }) });

// Counties before towns, so that where names would overlap the larger one stays.
function namesOf(shapes) {
  const named = shapes.getLayers().filter((shape) => shape.feature.properties.level !== "city");
  named.sort((a, b) => BIG.has(b.feature.properties.level) - BIG.has(a.feature.properties.level));
  return L.layerGroup(named.map((shape) => {
    const { name, level } = shape.feature.properties;
    return L.marker(shape.getBounds().getCenter(), { icon: nameSign(name, BIG.has(level) ? "lbl big" : "lbl"), interactive: false, keyboard: false });
  }));
}

// Cells bring their own key so that the selected incident's cell can be outlined.
export async function cells(map) {
  const found = await get(board.map.cells, { timeout: 20000 });
  const byCode = new Map();
  const layer = L.geoJSON(found, {
    interactive: false,
    style: { className: "map-cell" },
    onEachFeature: (feature, shape) => byCode.set(feature.properties.code, shape),
  }).addTo(map);
  return { layer, byCode, names: namesOf(layer) };
}

export async function divisions(map) {
  const found = await get(board.map.divisions, { timeout: 20000 });
  const layer = L.geoJSON(found, { interactive: false, style: (feature) => ({ className: BIG.has(feature.properties.level) ? "map-county" : "map-town" }) }).addTo(map);
  return { layer, names: namesOf(layer) };
}

export async function places() {
  const found = await get(query("places/", { limit: 200, key: 1 }));
  const icon = (place) => L.divIcon({ className: "map-sign", iconSize: [18, 18], html: placeSign(place.name) });
  const at = (place) => L.marker([place.lat, place.lng], { icon: icon(place), title: place.name, alt: place.name, keyboard: false });
  const layer = L.layerGroup(found.results.filter((place) => place.lat !== null && place.lat !== undefined).map(at));
  return { layer, count: found.count };
}

export async function stations() {
  const found = await get(query("stations/", { limit: 200 }));
  const icon = (station) => L.divIcon({ className: "map-sign", iconSize: [18, 18], html: stationSign(station.kind) });
  const at = (station) => L.marker([station.lat, station.lng], { icon: icon(station), title: station.name, alt: station.name, keyboard: false });
  return { layer: L.layerGroup(found.results.filter((station) => Number.isFinite(station.lng)).map(at)), count: found.count };
}

// Routes as they are walked today; the code and name stand on the line.
export async function routes() {
  const found = await get(query("routes/", { limit: 200 }));
  const drawn = found.results.filter((route) => route.current?.line);
  const line = (route) => L.polyline(route.current.line.map(([lng, lat]) => [lat, lng]), { className: "map-route" }).bindTooltip(`${route.code} ${route.name}`, { sticky: true });
  return { layer: L.layerGroup(drawn.map(line)), count: found.count };
}

// Response circles as they stand: a full line where met, a broken one where not, with tier and place.
export async function circles() {
  const found = await get(query("coverage/", { grid: 0 }), { timeout: 20000 });
  const ring = (circle) => L.circle([circle.lat, circle.lng], { radius: circle.ring_m, className: circle.is_met ? "map-ring" : "map-ring unmet" }).bindTooltip(`${circle.name} ${t("%(n)s min", { n: circle.tier })}·${circle.is_met ? t("met") : t("! not met")}`, { sticky: true });
  return { layer: L.layerGroup(found.circles.map(ring)), count: found.circles.length };
}

// Names that would overlap are left out, larger divisions first.
export function thin(map, groups) {
  const taken = [];
  for (const { group, show } of groups) {
    group.eachLayer((marker) => {
      const node = marker.getElement();
      if (!node) return;
      const at = map.latLngToContainerPoint(marker.getLatLng());
      const half = node.textContent.length * 7 + 6;
      const box = [at.x - half, at.y - 9, at.x + half, at.y + 9];
      const free = show && taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
      node.classList.toggle("off", !free);
      if (free) taken.push(box);
    });
  }
}
