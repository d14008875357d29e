// A new incident: the four things a call must yield, stamped by itself, sent once, never lost.

import * as actions from "./actions.js";
import { get, newKey, post, query } from "./api.js";
import { now } from "./clock.js";
import { fieldOf, showErrors, toast } from "./dialog.js";
import { button, byId, el, say, swap } from "./dom.js";
import { initials } from "./initials.js";
import { suggest } from "./suggest.js";
import { board, hms, letter, nameOf, t } from "./words.js";

const DRAFT = `anlan.intake.${board.badge}`;
const SENT = ["address", "narrative", "caller_name", "caller_phone"];

export class Intake {
  #node = byId("intake");
  #fields = {};
  #parts = [];
  #times = null;
  #category = null;
  #key = null;
  #link = null;
  #saved = "";
  #asked = null;

  constructor(store, page) {
    this.store = store;
    this.page = page;
    this.#node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); this.close(); }
      if (event.key === "Enter" && event.ctrlKey) byId("intake-form").requestSubmit();
    });
    this.#node.addEventListener("input", () => this.#save()); // at once: the page may be left with the next key
    setInterval(() => this.#save(), 2000); // what was chosen or picked from the map, not typed
  }

  get isOpen() {
    return !this.#node.hidden;
  }

  open({ alert = null } = {}) {
    if (this.isOpen) return this.#fields.category.input.focus();
    const kept = alert ? null : this.#draft();
    const started = new Date(now()).toISOString();
    this.#times = kept?.times ?? { reported_at: alert?.raised_at ?? started, answered_at: started };
    this.#key = kept?.key ?? newKey();
    this.#category = null;
    this.#link = null;
    this.#build(alert);
    if (kept) this.#restore(kept.values);
    if (alert) this.#fromAlert(alert);
    this.#node.hidden = false;
    document.body.classList.add("taking");
    this.page.map()?.picking((at) => this.#picked(at));
    this.#fields.category.input.focus();
    say(byId("intake-kept"), kept ? t("Your draft of %(at)s is back", { at: hms(kept.times.answered_at) }) : "");
    return undefined;
  }

  close({ drop = false } = {}) {
    if (drop) { localStorage.removeItem(DRAFT); this.#saved = ""; } else this.#save();
    this.#node.hidden = true;
    document.body.classList.remove("taking");
    this.page.map()?.picking(null);
    swap(this.#node);
    this.page.back();
  }

  #build(alert) {
    const list = [
      { name: "category", label: t("Category: code, name or initials"), required: true },
      { name: "address", label: t("Place: address, place name, or click the map"), required: true, maxlength: 200 },
      { name: "caller_phone", label: t("Callback"), inputmode: "tel", maxlength: 40 },
      { name: "caller_name", label: t("Caller's name"), maxlength: 60 },
      { name: "narrative", label: t("What happened"), type: "textarea", required: true, maxlength: 10000 },
      { name: "level", label: t("Level"), blank: false, value: "", options: [{ value: "", label: t("as the category says") }, ...[1, 2, 3, 4].map((value) => ({ value, label: `${letter(value)} ${board.level_names[value - 1]}` }))] },
      { name: "cell", label: t("Cell code"), maxlength: 20 },
      { name: "lng", label: t("Longitude"), inputmode: "decimal" },
      { name: "lat", label: t("Latitude"), inputmode: "decimal" },
      { name: "crs", label: t("Coordinate system"), blank: false, value: "wgs84", options: board.crs.map(([value, label]) => ({ value, label })) },
    ];
    this.#parts = list.map(fieldOf);
    this.#fields = Object.fromEntries(this.#parts.map((part) => [part.name, part]));
    const f = this.#fields;
    const times = el("p", { class: "s12 t3" }, t("called %(called)s · answered %(answered)s · done when sent", { called: hms(this.#times.reported_at), answered: hms(this.#times.answered_at) }));
    swap(this.#node,
      el("header", { class: "ph-bar" }, el("h2", { id: "intake-title", text: alert ? t("New incident from an alert") : t("New incident") }), el("span", { class: "age", id: "intake-kept" }), button(t("Fold"), { kind: "quiet sm", key: "Esc", onclick: () => this.close() })),
      el("form", { id: "intake-form", novalidate: true, autocomplete: "off", on: { submit: (event) => { event.preventDefault(); this.#send(); } } },
        times, f.category.node, f.address.node, el("div", { class: "two" }, f.caller_phone.node, f.caller_name.node), f.narrative.node,
        el("div", { id: "intake-duplicates" }),
        el("div", { class: "two" }, f.level.node, f.cell.node), el("div", { class: "three" }, f.lng.node, f.lat.node, f.crs.node),
        el("div", { id: "intake-told" }),
        el("div", { class: "row end" }, button(t("Throw away"), { kind: "quiet", onclick: () => this.close({ drop: true }) }), el("button", { type: "submit", class: "btn fill", id: "intake-send" }, t("Take the call"), el("kbd", { "aria-hidden": "true", text: "Ctrl Enter" })))));
    this.#wire();
  }

  #wire() {
    const { category, address, cell, lng, lat } = this.#fields;
    suggest(category.input, { find: (text) => this.#categories(text), take: (choice) => { this.#category = choice.value; category.input.value = choice.label; this.#duplicates(); } });
    category.input.addEventListener("input", () => { this.#category = null; });
    suggest(address.input, { find: (text) => this.#places(text), take: (choice) => this.#place(choice) });
    suggest(cell.input, { find: (text) => this.#cells(text), take: (choice) => { cell.input.value = choice.value; } });
    for (const part of [lng, lat]) part.input.addEventListener("change", () => this.#duplicates());
  }

  async #categories(text) {
    const wanted = text.toLowerCase();
    const rows = await actions.list("categories");
    const rank = (row) => [row.code, row.name, row.name_en ?? "", initials(row.name)].findIndex((name) => name.toLowerCase().startsWith(wanted));
    const within = (row) => [row.name, row.name_en ?? ""].some((name) => name.toLowerCase().includes(wanted));
    return rows.filter((row) => !wanted || rank(row) >= 0 || within(row)).sort((a, b) => (rank(a) < 0) - (rank(b) < 0))
      .map((row) => ({ value: row.code, label: nameOf(row), hint: [row.code, row.default_level && letter(row.default_level)].filter(Boolean).join(" ") }));
  }

  async #places(text) {
    if (text.length < 2) return [];
    const found = await get(query("places/", { q: text, limit: 8 }), { timeout: 2500 });
    return found.results.map((row) => ({ value: row, label: row.name, hint: row.address ?? "" }));
  }

  async #cells(text) {
    if (!text) return [];
    const found = await get(query("cells/", { q: text, limit: 8 }), { timeout: 2500 });
    return found.results.map((row) => ({ value: row.code, label: row.name, hint: row.code }));
  }

  #place({ value: place }) {
    this.#fields.address.input.value = [place.name, place.address].filter(Boolean).join(" ");
    if (Number.isFinite(place.lng)) this.#point(place.lng, place.lat, "wgs84");
  }

  #picked({ lng, lat }) {
    this.#point(lng, lat, "wgs84");
    toast(t("Place taken from the map"));
    // The click took the focus to the map; the call goes on where something is still missing.
    const open = ["category", "address", "narrative"].find((name) => !this.#fields[name].input.value.trim());
    (open ? this.#fields[open].input : byId("intake-send")).focus();
  }

  #point(lng, lat, crs) {
    this.#fields.lng.input.value = lng.toFixed(6);
    this.#fields.lat.input.value = lat.toFixed(6);
    this.#fields.crs.input.value = crs;
    this.#duplicates();
  }

  #fromAlert(alert) {
    this.#fields.narrative.input.value = alert.title;
    if (Number.isFinite(alert.lng)) this.#point(alert.lng, alert.lat, "wgs84");
    this.#fields.level.input.value = String(alert.priority);
  }

  async #duplicates() {
    const { lng, lat } = this.#fields;
    if (!lng.input.value || !lat.input.value) return;
    this.#asked?.abort();
    this.#asked = new AbortController();
    const asked = query("incidents/duplicates/", { lng: lng.input.value, lat: lat.input.value, category: this.#category ?? "", at: this.#times.reported_at });
    const found = await get(asked, { signal: this.#asked.signal, timeout: 3000 }).catch(() => null);
    const box = byId("intake-duplicates");
    if (!box || !found) return;
    const rows = found.results ?? found;
    const row = (call) => el("li", { class: "row" }, el("span", { class: `prio p${call.level}`, text: letter(call.level) }), el("span", { class: "cut", text: `${call.number} ${nameOf(call.category)} ${call.address ?? ""}` }), el("span", { class: "t3 nb", text: hms(call.reported_at) }),
      button(t("Link as repeat"), { kind: "sm", "aria-pressed": String(this.#link === call.number), onclick: (event) => this.#repeat(call.number, event.currentTarget) }));
    swap(box, rows.length ? el("div", { class: "note warn", role: "status" }, el("p", { text: t("%(n)s calls near here and now", { n: rows.length }) }), el("ul", { class: "near" }, rows.slice(0, 4).map(row))) : []);
  }

  #repeat(number, pressed) {
    this.#link = this.#link === number ? null : number;
    for (const other of byId("intake-duplicates").querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === pressed && this.#link !== null));
  }

  #body() {
    const value = (name) => this.#fields[name].input.value.trim();
    const body = { category: this.#category ?? value("category"), channel: "phone", ...this.#times, intake_done_at: new Date(now()).toISOString() };
    for (const name of SENT) if (value(name)) body[name] = value(name);
    if (value("level")) body.level = Number(value("level"));
    if (value("cell")) body.cell = value("cell");
    if (value("lng") && value("lat")) Object.assign(body, { lng: Number(value("lng")), lat: Number(value("lat")), crs: value("crs") });
    if (this.#link) Object.assign(body, { link_type: "repeat", main_incident: this.#link });
    return body;
  }

  #missing() {
    const lacks = (name) => !this.#fields[name].input.value.trim();
    const placed = !lacks("address") || !lacks("cell") || !lacks("lng");
    const faults = ["category", "narrative"].filter(lacks).map((name) => ({ pointer: `/${name}`, message: t("Required") }));
    return placed ? faults : [...faults, { pointer: "/address", message: t("An address, a cell, or a point on the map") }];
  }

  async #send() {
    const faults = this.#missing();
    if (faults.length) return showErrors(this.#parts, { errors: faults });
    const send = byId("intake-send");
    send.disabled = true;
    try {
      const incident = await post("incidents/", this.#body(), { key: this.#key, timeout: 6000 });
      this.close({ drop: true });
      toast(t("%(number)s is taken", { number: incident.number }));
      this.page.taken(incident);
    } catch (refusal) {
      const lost = showErrors(this.#parts, refusal);
      // A refused body may be corrected, and a corrected body needs a key of its own.
      if (refusal.status >= 400 && refusal.status < 500) this.#key = newKey();
      swap(byId("intake-told"), el("p", { class: "note bad", role: "alert", text: [refusal.message, ...lost].join(" ") }));
    } finally {
      send.disabled = false;
    }
    return undefined;
  }

  #values() {
    return { ...Object.fromEntries(this.#parts.map(({ name, input }) => [name, input.value])), code: this.#category, link: this.#link };
  }

  #save() {
    if (!this.isOpen || !this.#parts.length) return;
    const values = this.#values();
    if (!SENT.concat("category").some((name) => values[name])) return;
    const draft = JSON.stringify({ values, times: this.#times, key: this.#key });
    if (draft === this.#saved) return;
    this.#saved = draft;
    localStorage.setItem(DRAFT, draft);
    if (byId("intake-kept")) say(byId("intake-kept"), t("Draft kept on this seat, %(at)s", { at: hms(now()) }));
  }

  #draft() {
    try {
      return JSON.parse(localStorage.getItem(DRAFT));
    } catch {
      return null;
    }
  }

  #restore(values) {
    for (const part of this.#parts) if (values[part.name] !== undefined) part.input.value = values[part.name];
    this.#category = values.code ?? null;
    this.#link = values.link ?? null;
    this.#duplicates();
  }
}
