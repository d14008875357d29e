// The list beside the map: the same incidents as text, or what a filter found through the API.

import { get, query } from "./api.js";
import { now, timeState } from "./clock.js";
import { button, byId, el, panelState, say, skeleton, swap } from "./dom.js";
import { board, letter, nameOf, stamp, stateName, t } from "./words.js";

const SHOWN = 200;

export class List {
  #filter = null;

  constructor(store) {
    this.store = store;
    this.node = byId("list-body");
    store.addEventListener("change", () => { if (!this.#filter && this.isShown && !this.node.contains(document.activeElement)) this.#open(); });
    store.addEventListener("select", () => this.#mark());
  }

  get isShown() {
    return byId("list").offsetParent !== null;
  }

  show() {
    if (!this.#filter) this.#open();
  }

  #open() {
    const rows = [...this.store.rows("pending"), ...this.store.rows("active")];
    const all = this.store.counts.pending + this.store.counts.active;
    say(byId("list-title"), t("Open incidents"));
    say(byId("list-count"), all > rows.length ? t("%(shown)s of %(all)s; narrow with F", { shown: Math.min(rows.length, SHOWN), all }) : String(all));
    this.#draw(rows);
  }

  async filter(values) {
    this.#filter = Object.keys(values).length ? values : null;
    byId("list-clear").hidden = !this.#filter;
    if (!this.#filter) return this.#open();
    say(byId("list-title"), Object.entries(values).map(([name, value]) => `${name}=${value}`).join(" "));
    say(byId("list-count"), "");
    swap(this.node, skeleton(5));
    try {
      const found = await get(query("incidents/", { ...values, limit: SHOWN }));
      say(byId("list-count"), t("%(n)s found", { n: found.count }));
      this.#draw(found.results);
      this.node.querySelector("tr[tabindex]")?.focus();
    } catch (refusal) {
      swap(this.node, panelState(t("! The search failed"), [refusal.message, ...refusal.errors.map((error) => error.message)].join(" "), button(t("Try again"), { kind: "sm", onclick: () => this.filter(values) })));
    }
    return undefined;
  }

  #draw(rows) {
    if (!rows.length) return swap(this.node, panelState(this.#filter ? t("Nothing fits") : t("No open incident"), this.#filter ? t("Widen the filter, or clear it.") : t("New calls appear here by themselves.")));
    const head = [t("Level"), t("Number"), t("Category"), t("Address"), t("Cell"), t("State"), t("Called"), t("Since")].map((text) => el("th", { scope: "col", text }));
    return swap(this.node, el("table", { class: "tbl" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows.slice(0, SHOWN).map((row, index) => this.#row(row, index)))));
  }

  #row(incident, index) {
    const timer = el("span", { class: "timer" });
    if (!board.sections.closed.includes(incident.state)) timeState(timer, incident);
    const open = () => { this.store.learn(incident); this.store.select(incident.number); };
    const cells = [el("span", { class: `prio p${incident.level}`, text: letter(incident.level) }), incident.number, nameOf(incident.category), incident.address, incident.cell?.name ?? "—", stateName(incident.state), stamp(incident.reported_at, now()), timer];
    return el("tr", { tabindex: index === 0 ? "0" : "-1", data: { number: incident.number }, class: incident.number === this.store.selected ? "on" : "", on: { click: open, keydown: (event) => this.#key(event, open) } }, cells.map((cell, i) => el("td", { class: i === 3 ? "cut wide" : "" }, cell ?? "")));
  }

  #key(event, open) {
    if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); open(); }
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) { event.preventDefault(); event.currentTarget[step]?.focus(); }
  }

  #mark() {
    for (const row of this.node.querySelectorAll("tr[data-number]")) row.classList.toggle("on", row.dataset.number === this.store.selected);
  }
}
