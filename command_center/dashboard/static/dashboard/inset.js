// The small map beside the detail on a small seat: the incident and its cell, nothing to touch.

import { get } from "./api.js";
import { byId } from "./dom.js";
import { incidentSign } from "./marks.js";
import { board } from "./words.js";

const L = globalThis.L;

export class Inset {
  #map = null;
  #sign = null;

  constructor(store) {
    this.store = store;
    store.addEventListener("select", () => this.show());
    addEventListener("resize", () => this.show());
  }

  async #open() {
    const still = { zoomControl: false, attributionControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, keyboard: false, touchZoom: false, zoomAnimation: false, fadeAnimation: false };
    this.#map = L.map("mini", still).setView(board.map.centre, board.map.zoom);
    const cells = await get(board.map.cells, { timeout: 20000 }).catch(() => null);
    if (cells) L.geoJSON(cells, { interactive: false, style: { className: "map-cell" } }).addTo(this.#map);
  }

  show() {
    const incident = this.store.incidents.get(this.store.selected);
    if (!incident || !Number.isFinite(incident.lng) || byId("mini").offsetParent === null) return;
    if (!this.#map) this.#open();
    this.#map.invalidateSize();
    this.#sign?.remove();
    this.#map.setView([incident.lat, incident.lng], 14, { animate: false });
    const icon = L.divIcon({ className: "map-sign", iconSize: [64, 64], html: incidentSign(incident.level, { selected: true }) });
    this.#sign = L.marker([incident.lat, incident.lng], { icon, interactive: false, keyboard: false }).addTo(this.#map);
  }
}
