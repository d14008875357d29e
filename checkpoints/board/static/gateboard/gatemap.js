// The checkpoints on the ground of this host: cells and county lines, no tile from anywhere.

import { el } from "../frame/dom.js";
import { get, page, t } from "./page.js";

const L = globalThis.L;

export class GateMap {
  #marks = new Map();
  #isPlaced = false;

  constructor(node, { onpick, signOf, signs }) {
    Object.assign(this, { onpick, signOf, signs });
    this.map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 17, zoomAnimation: false, fadeAnimation: false, scrollWheelZoom: false });
    this.map.setView([page.centre[0], page.centre[1]], 9);
    L.control.zoom({ position: "bottomright", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(this.map);
    this.#ground(page.urls.cells, "map-cell", () => true);
    this.#ground(page.urls.divisions, "map-county", (feature) => feature.properties.level === "county");
  }

  async #ground(url, className, filter) {
    const found = await get(url, { timeout: 20_000 }).catch(() => null);
    if (!found) return;
    const layer = L.geoJSON(found, { interactive: false, filter, style: { className } }).addTo(this.map);
    if (className === "map-cell") layer.bringToBack();
  }

  show(rows) {
    for (const [code, mark] of this.#marks) if (!rows.some((row) => row.code === code)) { mark.remove(); this.#marks.delete(code); }
    for (const row of rows) this.#mark(row);
    if (!this.#isPlaced && rows.length) {
      this.#isPlaced = true;
      this.map.fitBounds(L.latLngBounds(rows.map((row) => [row.lat, row.lng])).pad(0.1), { maxZoom: 13, animate: false });
    }
  }

  #mark(row) {
    const [cls, letter, words] = this.signs[this.signOf(row)];
    const label = `${row.name}: ${t(words)}`;
    const old = this.#marks.get(row.code);
    if (old?.options.label === label) return;
    old?.remove();
    const icon = L.divIcon({ iconSize: [18, 18], html: el("span", { class: `gate-sign ${cls}`, text: letter, "aria-hidden": "true" }) });
    const mark = L.marker([row.lat, row.lng], { icon, label, title: label, alt: label, keyboard: false }).addTo(this.map);
    mark.on("click", () => this.onpick(row.code));
    this.#marks.set(row.code, mark);
  }
}
