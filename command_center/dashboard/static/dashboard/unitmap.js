// Units on the map: moved once a second, only those in view; never taken as a reason to recentre.

import { now } from "./clock.js";
import { byId, flag, say } from "./dom.js";
import { ageOf, groupOf, isFree, isStale, statusName } from "./forces.js";
import { UnitSign } from "./unitmarks.js";
import { span, t } from "./words.js";

const L = globalThis.L;
const NAMED = 60; // with more in view the call signs would cover each other
const DRAWN = 600;
const LOOK_MS = 5000; // how often ages are looked at where nothing moves

export class UnitLayer {
  #marks = new Map();
  #layer = L.layerGroup();
  #lines = L.layerGroup();
  #lookedAt = 0;
  #waiting = null;
  #only = null;

  constructor(map, store, open) {
    Object.assign(this, { map, store, forces: store.forces, open });
    this.#layer.addTo(map);
    this.#lines.addTo(map);
    for (const name of ["units", "summary", "pick"]) this.forces.addEventListener(name, () => this.#soon());
    this.forces.addEventListener("moved", () => this.#soon());
    store.addEventListener("select", () => this.#soon());
    map.on("zoomend moveend", () => this.#soon());
  }

  get layers() {
    return [this.#layer, this.#lines];
  }

  // Frames, facts and the hand all end in one drawing per animation frame.
  #soon() {
    this.#waiting ??= requestAnimationFrame(() => { this.#waiting = null; this.draw(); });
  }

  tick() {
    if (Date.now() - this.#lookedAt > LOOK_MS) this.#soon();
  }

  // Shows the units of one status only; null shows all.
  narrow(group) {
    this.#only = group;
    this.#soon();
  }

  get #isShown() {
    return this.map.hasLayer(this.#layer) && this.map.getContainer().offsetParent !== null;
  }

  draw() {
    if (!this.#isShown) return;
    this.#lookedAt = Date.now();
    const bounds = this.map.getBounds().pad(0.1);
    const seen = new Set();
    let placed = 0;
    for (const unit of this.forces.units.values()) {
      if (!unit.fix) continue;
      placed += 1;
      const wanted = this.#only ? groupOf(unit) === this.#only : unit.status !== "off";
      if (!wanted || seen.size >= DRAWN || !bounds.contains([unit.fix.lat, unit.fix.lng])) continue;
      seen.add(unit.call_sign);
      this.#put(unit);
    }
    for (const [sign, mark] of this.#marks) if (!seen.has(sign)) { mark.marker.remove(); this.#marks.delete(sign); }
    flag(this.map.getContainer(), "dense", seen.size > NAMED);
    const count = byId("layer-count-units");
    if (count) say(count, t("%(shown)s / %(all)s on the map", { shown: placed, all: this.forces.unitCount }));
    this.#draftLines();
  }

  #put(unit) {
    const at = [unit.fix.lat, unit.fix.lng];
    let mark = this.#marks.get(unit.call_sign);
    if (!mark) {
      const sign = new UnitSign(unit);
      const marker = L.marker(at, { icon: L.divIcon({ className: "map-sign map-unit", iconSize: [64, 64], html: sign.node }), keyboard: false, title: unit.call_sign, alt: unit.call_sign });
      marker.on("click", () => this.open(unit.call_sign));
      mark = { sign, marker: marker.addTo(this.#layer), at };
      this.#marks.set(unit.call_sign, mark);
    } else if (mark.at[0] !== at[0] || mark.at[1] !== at[1]) {
      mark.at = at;
      mark.marker.setLatLng(at);
    }
    const stale = isStale(unit);
    const timer = this.forces.timers.get(unit.call_sign);
    const critical = timer?.state === "critical" || (timer && Date.parse(timer.due_at) < now());
    const told = stale ? ` ${span(ageOf(unit))}` : isFree(unit) ? "" : `·${statusName(unit.status)}`;
    const name = `${isFree(unit) && !stale ? "✓ " : ""}${unit.call_sign}${told}`;
    mark.sign.show({ status: groupOf(unit), stale, picked: this.forces.picked.has(unit.call_sign), critical, heading: unit.fix.heading, name });
  }

  // From each chosen unit to the incident: the straight line, which is what was measured.
  #draftLines() {
    this.#lines.clearLayers();
    const incident = this.store.incidents.get(this.store.selected);
    if (!incident || !Number.isFinite(incident.lng)) return;
    for (const sign of this.forces.picked) {
      const fix = this.forces.units.get(sign)?.fix;
      if (fix) L.polyline([[fix.lat, fix.lng], [incident.lat, incident.lng]], { className: "map-draft", interactive: false }).addTo(this.#lines);
    }
  }

  // Only ever by hand: the button of an alert or of a unit's card.
  show(sign) {
    const fix = this.forces.units.get(sign)?.fix;
    if (fix) this.look(fix);
    return Boolean(fix);
  }

  look({ lng, lat }) {
    this.map.setView([lat, lng], Math.max(this.map.getZoom(), 15), { animate: false });
    this.map.getContainer().focus({ preventScroll: true });
  }
}
