// The map: grey ground, incidents by shape; it never recentres by itself.

import { byId, el, flag, say } from "./dom.js";
import { checkpoints, containments, told } from "./gates.js";
import { cells, circles, divisions, places, routes, stations, thin } from "./layers.js";
import { alarmSign, incidentSign } from "./marks.js";
import { toggles } from "./toggles.js";
import { UnitLayer } from "./unitmap.js";
import { board, letter, nameOf, t } from "./words.js";

const L = globalThis.L;
const icon = (html) => L.divIcon({ className: "map-sign", iconSize: [64, 64], html });
const FETCHED = { places, stations, checkpoints, routes, circles, containments };
const SOON_MS = 1500;
const placed = (thing) => Number.isFinite(thing.lng) && Number.isFinite(thing.lat);

export class SituationMap {
  #marks = new Map();
  #alarms = new Map();
  #ground = {};
  #halo = null;
  #outlined = null;
  #pick = null;
  #soon = {};

  constructor(store, node, openUnit) {
    this.store = store;
    this.map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 18, keyboard: true, zoomAnimation: false, fadeAnimation: false });
    this.map.setView(board.map.centre, board.map.zoom);
    L.control.zoom({ position: "bottomright", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(this.map);
    this.incidents = this.#cluster().addTo(this.map);
    this.alarms = L.layerGroup().addTo(this.map);
    this.fetched = Object.fromEntries(Object.keys(FETCHED).map((name) => [name, L.layerGroup()]));
    this.units = new UnitLayer(this.map, store, openUnit);
    this.map.on("zoomend moveend", () => this.#settled());
    this.map.on("click", (event) => this.#pick?.(event.latlng));
    store.addEventListener("change", (event) => this.#changed(event.detail));
    store.addEventListener("select", () => this.#select());
    store.forces.addEventListener("told", (event) => this.#later(told(event.detail.kind)));
    this.#toggles();
    this.#lay();
  }

  #cluster() {
    if (!L.markerClusterGroup) return L.layerGroup();
    return L.markerClusterGroup({
      maxClusterRadius: 34, showCoverageOnHover: false, animate: false, chunkedLoading: true, spiderfyOnMaxZoom: true,
      iconCreateFunction: (cluster) => {
        const members = cluster.getAllChildMarkers();
        const level = Math.min(...members.map((mark) => mark.options.level));
        const words = t("%(n)s incidents, highest %(level)s", { n: members.length, level: letter(level) });
        return icon(el("div", {}, incidentSign(level, { count: members.length }), el("span", { class: "visually-hidden", text: words })));
      },
    });
  }

  async #lay() {
    const failed = [];
    const part = (name, load) => load(this.map).then((got) => { this.#ground[name] = got; got.names.addTo(this.map); }).catch(() => failed.push(name));
    await Promise.all([part("divisions", divisions), part("cells", cells)]);
    this.#ground.cells?.layer.bringToBack();
    this.home();
    byId("map-note").hidden = failed.length === 0;
    if (failed.length) say(byId("map-note"), t("! Part of the map could not be read; the queue is not affected."));
    this.#select();
  }

  home() {
    const bounds = L.latLngBounds([]);
    const ground = this.#ground.cells?.layer.getLayers().length ? this.#ground.cells : this.#ground.divisions;
    if (ground) bounds.extend(ground.layer.getBounds());
    for (const incident of this.store.open()) if (placed(incident) && !bounds.isValid()) bounds.extend([incident.lat, incident.lng]);
    if (bounds.isValid()) this.map.fitBounds(bounds, { paddingTopLeft: [12, innerWidth < 1600 ? 12 : 196], paddingBottomRight: [12, 52], maxZoom: 14, animate: false });
    this.#settled();
  }

  #settled() {
    const zoom = this.map.getZoom();
    const names = ["divisions", "cells"].filter((name) => this.#ground[name]).map((name) => ({ group: this.#ground[name].names, show: name === "divisions" || zoom >= 12 }));
    thin(this.map, names);
    this.#scale();
    this.#lock();
  }

  #scale() {
    const middle = this.map.getSize().y / 2;
    const metres = this.map.distance(this.map.containerPointToLatLng([0, middle]), this.map.containerPointToLatLng([90, middle]));
    const power = 10 ** Math.floor(Math.log10(metres));
    const nice = [5, 2, 1].map((step) => step * power).find((step) => step <= metres) ?? power;
    byId("scale-bar").setAttribute("width", String(Math.round((90 * nice) / metres)));
    say(byId("scale-text"), nice >= 1000 ? `${nice / 1000} km` : `${nice} m`);
  }

  #lock() {
    const incident = this.store.incidents.get(this.store.selected);
    const away = incident && placed(incident) && !this.map.getBounds().pad(-0.05).contains([incident.lat, incident.lng]);
    byId("map-return").hidden = !incident || !placed(incident);
    flag(byId("map-return"), "away", away);
  }

  #changed({ numbers, alerts }) {
    if (numbers === null) this.#reload();
    else for (const number of numbers) this.#mark(number);
    for (const id of alerts ?? this.store.alerts.keys()) this.#alarm(Number(id));
    this.#tally();
  }

  #reload() {
    this.incidents.clearLayers();
    this.#marks.clear();
    this.alarms.clearLayers();
    this.#alarms.clear();
    const marks = this.store.open().filter(placed).map((incident) => this.#make(incident));
    if (this.incidents.addLayers) this.incidents.addLayers(marks);
    else for (const mark of marks) mark.addTo(this.incidents);
  }

  #make(incident) {
    const words = `${letter(incident.level)} ${incident.number} ${nameOf(incident.category)}`;
    const mark = L.marker([incident.lat, incident.lng], { icon: icon(incidentSign(incident.level, { number: incident.number })), level: incident.level, title: words, alt: words, keyboard: false });
    mark.on("click", () => this.store.select(incident.number));
    this.#marks.set(incident.number, mark);
    return mark;
  }

  #mark(number) {
    const incident = this.store.incidents.get(number);
    const old = this.#marks.get(number);
    if (old) { this.incidents.removeLayer(old); this.#marks.delete(number); }
    if (incident && placed(incident) && !board.sections.closed.includes(incident.state)) this.incidents.addLayer(this.#make(incident));
    if (number === this.store.selected) this.#select();
  }

  #alarm(id) {
    this.#alarms.get(id)?.remove();
    this.#alarms.delete(id);
    const alert = this.store.alerts.get(id);
    if (!alert || alert.state !== "open" || alert.subject?.type === "incident" || !placed(alert)) return;
    const mark = L.marker([alert.lat, alert.lng], { icon: icon(alarmSign()), title: alert.title, alt: alert.title, keyboard: false });
    this.#alarms.set(id, mark.addTo(this.alarms));
  }

  #tally() {
    const open = this.store.counts.pending + this.store.counts.active;
    const text = open > this.#marks.size ? t("%(shown)s / %(all)s on the map", { shown: this.#marks.size, all: open }) : String(open);
    say(byId("layer-count-incidents"), text);
  }

  #select() {
    this.#halo?.remove();
    this.#halo = null;
    if (this.#outlined) L.DomUtil.removeClass(this.#outlined, "is-selected");
    this.#outlined = null;
    const incident = this.store.incidents.get(this.store.selected);
    if (incident && placed(incident)) {
      const sign = incidentSign(incident.level, { selected: true, label: incident.number });
      this.#halo = L.marker([incident.lat, incident.lng], { icon: icon(sign), zIndexOffset: 1000, interactive: false, keyboard: false }).addTo(this.map);
    }
    const cell = incident?.cell && this.#ground.cells?.byCode.get(incident.cell.code);
    if (cell?.getElement) {
      cell.bringToFront();
      this.#outlined = cell.getElement();
      if (this.#outlined) L.DomUtil.addClass(this.#outlined, "is-selected");
    }
    this.#lock();
  }

  focus() {
    const incident = this.store.incidents.get(this.store.selected);
    if (incident && placed(incident)) this.map.setView([incident.lat, incident.lng], Math.max(this.map.getZoom(), 14), { animate: false });
    this.map.getContainer().focus({ preventScroll: true });
  }

  resized() {
    this.map.invalidateSize({ animate: false, pan: false });
    this.#settled();
    this.units.draw();
  }

  // The intake asks where: the next clicks answer until it stops asking.
  picking(answer) {
    this.#pick = answer;
    flag(this.map.getContainer(), "picking", Boolean(answer));
  }

  #toggles() {
    const layers = { incidents: () => [this.incidents], alarms: () => [this.alarms], units: () => this.units.layers, cells: () => this.#parts("cells"), divisions: () => this.#parts("divisions") };
    toggles(byId("layer-list"), (id, on) => this.#toggle(id, (layers[id] ?? (() => [this.fetched[id]]))(), on));
  }

  async #fetch(id) {
    const found = await FETCHED[id]().catch(() => null);
    say(byId(`layer-count-${id}`), found ? String(found.count) : t("! not read"));
    if (!found) return;
    this.fetched[id].clearLayers();
    for (const mark of found.layer.getLayers()) this.fetched[id].addLayer(mark);
  }

  // Many facts at once are one reading; a layer that is not shown is read when it is.
  #later(id) {
    if (!id || this.#soon[id]) return;
    const read = () => { delete this.#soon[id]; if (this.map.hasLayer(this.fetched[id])) this.#fetch(id); else this.fetched[id].clearLayers(); };
    this.#soon[id] = setTimeout(read, SOON_MS);
  }

  #parts(name) {
    const part = this.#ground[name];
    return part ? [part.layer, part.names] : [];
  }

  async #toggle(id, layers, on) {
    for (const layer of layers) if (on) layer.addTo(this.map); else layer.remove();
    if (FETCHED[id] && on && !this.fetched[id].getLayers().length) await this.#fetch(id);
    if (id === "units" && on) this.units.draw();
    this.#settled();
  }
}
