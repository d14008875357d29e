// The round on a small map: its line, its points, this phone. The list below says the same.

import { el } from "../frame/dom.js";
import { t } from "./say.js";

const L = globalThis.L;
const CELLS = "/api/v1/map/cells.json";
const MARKS = { visited: "done", skipped: "off", missed: "off", pending: "" };

let map = null, layer = null, shown = "";
const node = el("div", { class: "round-map" });
const part = el("section", { class: "card", "aria-label": t("Map of the round") }, node);

// One node for the life of the page: what is drawn stays while the views around it change.
export function roundMap(round, points, next, place) {
  const placed = points.filter((point) => Number.isFinite(point.lng));
  if (!L || !placed.length) return null;
  requestAnimationFrame(() => node.isConnected && draw(round, placed, next, place));
  return part;
}

function draw(round, points, next, place) {
  if (!map) begin();
  map.invalidateSize({ animate: false });
  layer.clearLayers();
  const line = (round.line ?? []).map(([lng, lat]) => [lat, lng]);
  const walk = points.map((point) => [point.lat, point.lng]);
  if (line.length > 1) layer.addLayer(L.polyline(line, { className: "round-line", interactive: false }));
  if (walk.length > 1) layer.addLayer(L.polyline(walk, { className: "round-walk", interactive: false }));
  for (const point of points) layer.addLayer(markOf(point, point.stop === next?.stop));
  if (place) layer.addLayer(L.circleMarker([place.lat, place.lng], { radius: 8, className: "round-here", interactive: false }));
  if (shown === String(round.id)) return;
  shown = String(round.id);
  map.fitBounds(L.latLngBounds([...line, ...walk]).pad(0.15), { animate: false, maxZoom: 17 });
}

function begin() {
  map = L.map(node, { attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, scrollWheelZoom: false, minZoom: 9, maxZoom: 18 });
  L.control.zoom({ position: "bottomright", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(map);
  layer = L.layerGroup().addTo(map);
  ground();
}

// The outlines of the cells, where there is a line to fetch them; the round is drawn without them.
async function ground() {
  try {
    const answer = await fetch(CELLS);
    if (answer.ok) L.geoJSON(await answer.json(), { interactive: false, style: { className: "round-cell" } }).addTo(map).bringToBack();
  } catch {
    // The ground is for orientation only.
  }
}

function markOf(point, isNext) {
  const word = point.state === "visited" ? "✓" : String(point.order);
  const html = el("span", { class: `round-point ${isNext ? "next" : MARKS[point.state]}`, text: word });
  const icon = L.divIcon({ className: "", iconSize: [24, 24], html });
  return L.marker([point.lat, point.lng], { icon, title: point.name, alt: point.name, keyboard: false, interactive: false });
}
