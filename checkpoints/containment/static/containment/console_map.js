// The map of a containment or a plan: rings, crossings, how far the vehicle can be. The lists say the same.

import { el } from "../frame/dom.js";

const L = globalThis.L;
const SIGNS = { closed: "✓", coming: "…", gap: "!", later: "·" };

export class ConsoleMap {
  #drawn = L.layerGroup();
  #fitted = false;

  constructor(box, words) {
    this.words = words;
    this.map = L.map(box, { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 7, maxZoom: 18, zoomSnap: 0.25 });
    L.control.zoom({ position: "bottomright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(this.map);
    this.map.setView([35, 105], 4);
    this.#drawn.addTo(this.map);
  }

  async ground(url) {
    if (!url) return;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    L.geoJSON(await answer.json(), { interactive: false, style: { className: "map-cell" } }).addTo(this.map).bringToBack();
  }

  draw(state) {
    this.#drawn.clearLayers();
    if (state.containment) this.#vehicle(state);
    for (const ring of state.rings) this.#ring(ring);
    for (const post of state.posts) this.#post(post);
    this.#fit(state);
  }

  // Where it was last known, and how far it can have come in a straight line.
  #vehicle({ containment: { lng, lat }, reach_m: reach }) {
    this.#drawn.addLayer(L.circle([lat, lng], { radius: Math.max(1, reach), className: "reach", interactive: false }));
    this.#mark([lat, lng], el("i", { class: "k", text: "◎" }), "", this.words.place);
  }

  #ring(ring) {
    if (!ring.outline.length) return;
    const corners = ring.outline.map(([x, y]) => [y, x]);
    const look = !ring.is_active ? "" : ring.is_closed ? " on" : " open";
    this.#drawn.addLayer(L.polyline(corners, { className: `ring${look}`, interactive: false }));
  }

  #post(post) {
    const sign = el("i", { class: `k ${post.cover}`, text: SIGNS[post.cover] });
    this.#mark([post.lat, post.lng], sign, post.name, `${post.name} ${post.why}`);
  }

  #mark(at, sign, name, alt) {
    const node = el("span", {}, sign, name ? el("span", { class: "name", text: name }) : null);
    const icon = L.divIcon({ className: "mark", iconSize: [18, 18], html: node });
    this.#drawn.addLayer(L.marker(at, { icon, interactive: false, keyboard: false, alt }));
  }

  // Once only: a map that moves by itself takes the eye off what changed on it.
  #fit(state) {
    if (this.#fitted) return;
    this.#fitted = true;
    const spots = [...state.posts, ...(state.containment ? [state.containment] : [])].map((one) => [one.lat, one.lng]);
    if (!spots.length) return;
    this.map.fitBounds(L.latLngBounds(spots), { padding: [36, 48], maxZoom: 15, animate: false });
  }
}
