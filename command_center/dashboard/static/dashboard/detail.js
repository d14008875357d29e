// The focused incident: what, where, how far, what next; the next action is the one filled button.

import * as actions from "./actions.js";
import { get, query } from "./api.js";
import { now, timeState } from "./clock.js";
import { button, byId, el, flag, panelState, say, skeleton, swap } from "./dom.js";
import { stepper } from "./stepper.js";
import { timelineRow } from "./timeline.js";
import { board, can, hm, letter, nameOf, span, stateName, t } from "./words.js";

export class Detail {
  #full = null;
  #reading = null;
  #timer = null;
  #clear = null; // the caller in clear, until another incident is opened
  #shown = Promise.resolve();

  constructor(store, force) {
    Object.assign(this, { store, force });
    store.addEventListener("select", (event) => this.#open(event.detail.number));
    store.addEventListener("touch", (event) => { if (event.detail.number === store.selected) this.#soon(); });
    store.addEventListener("change", ({ detail }) => { if (detail.numbers?.includes(store.selected)) this.#soon(); });
    this.#empty();
  }

  get incident() {
    return this.#full;
  }

  // Settles when the incident last opened is on the page, or could not be read.
  get shown() {
    return this.#shown;
  }

  // News of the incident waits for its first reading, which it would otherwise cut short.
  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), 120);
  }

  async #again() {
    for (let first = null; first !== this.#shown;) { first = this.#shown; await first; }
    if (this.#full) this.#read(this.store.selected, { quiet: true });
    else this.#open(this.store.selected);
  }

  #empty() {
    this.force.close();
    byId("detail").dataset.state = "empty";
    swap(byId("detail-head"), panelState(t("No incident is open"), t("Choose a row with J and K, or type its number below.")));
    for (const id of ["detail-steps", "detail-body", "detail-side", "detail-actions"]) swap(byId(id));
  }

  #open(number) {
    if (!number) return this.#empty();
    this.#full = null;
    this.#clear = null;
    this.force.close();
    const known = this.store.incidents.get(number);
    byId("detail").dataset.state = "loading";
    if (known) this.#head(known);
    for (const id of ["detail-steps", "detail-body", "detail-actions"]) swap(byId(id));
    swap(byId("detail-side"), skeleton());
    this.#shown = this.#read(number);
    return this.#shown;
  }

  async #read(number, { quiet = false } = {}) {
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const path = `incidents/${encodeURIComponent(number)}/`;
    try {
      const [incident, timeline] = await Promise.all([get(path, { signal }), get(`${path}timeline/?limit=200`, { signal })]);
      if (number !== this.store.selected) return;
      this.#full = incident;
      this.store.learn(incident);
      this.#show(incident, timeline.results ?? timeline, quiet);
      if (!quiet) this.#surroundings(incident, signal);
    } catch (error) {
      if (!signal.aborted && !quiet) this.#failed(number, error);
    }
  }

  #failed(number, error) {
    const denied = error.status === 403 || error.status === 404;
    byId("detail").dataset.state = denied ? "denied" : "error";
    const again = button(t("Try again"), { kind: "sm", onclick: () => this.#open(number) });
    swap(byId("detail-side"), panelState(denied ? t("You cannot see this incident") : t("! The incident could not be read"), denied ? t("It is not in your scope, or does not exist.") : error.message, denied ? null : again));
  }

  #show(incident, timeline, quiet) {
    byId("detail").dataset.state = "content";
    this.#head(incident);
    swap(byId("detail-steps"), stepper(incident, now()));
    swap(byId("detail-body"), this.#account(incident));
    if (!quiet) swap(byId("detail-side"), el("div", { id: "detail-around" }, skeleton(2)), el("section", { id: "detail-timeline" }));
    this.#timeline(incident, timeline);
    this.force.show(incident);
    this.acts(incident);
  }

  #head(incident) {
    const timer = el("span", { class: "timer" });
    const closed = board.sections.closed.includes(incident.state);
    if (!closed) timeState(timer, incident);
    const marks = [incident.is_exercise && t("exercise"), incident.arrived_late && t("arrived late"), incident.is_valid_call === false && t("invalid call")].filter(Boolean);
    swap(byId("detail-head"),
      el("div", { class: "row" }, el("span", { class: `prio p${incident.level} s16`, text: letter(incident.level) }), el("span", { class: "s16", text: incident.number }), closed ? el("span", { class: "tag", text: stateName(incident.state) }) : timer,
        marks.map((text) => el("span", { class: "tag", text })), el("span", { class: "push s12 t3", text: `${stateName(incident.state)}·${t("version %(n)s", { n: incident.version })}` })),
      el("h1", { text: this.#title(incident) }), el("p", { text: incident.address || t("No place yet") }), this.#caller(incident));
  }

  #title(incident) {
    const head = (incident.narrative ?? "").split(/[。.!?！？\n]/)[0].slice(0, 40);
    const name = nameOf(incident.category) || t("Uncategorised");
    return head && !head.startsWith(name) ? `${name}${board.language === "en" ? ": " : "："}${head}` : head || name;
  }

  #caller(incident) {
    const parts = [];
    if (incident.position_error_m) parts.push(`±${Math.round(incident.position_error_m)} m`);
    if (this.#clear?.number === incident.number) return this.#inClear(parts);
    const { name, phone } = incident.caller ?? {};
    if (name || phone) parts.push(t("caller %(who)s", { who: [name, phone].filter(Boolean).join(" ") }));
    parts.push(t("called %(at)s", { at: hm(incident.reported_at) }));
    if (incident.agency) parts.push(incident.agency.name);
    const line = el("p", { class: "s12 t3", id: "detail-caller" }, el("span", { text: parts.join("·") }));
    if ((name || phone) && can("personal.reveal")) line.append(" ", el("button", { type: "button", class: "linkish", text: t("Show caller"), on: { click: () => actions.reveal(incident, (shown) => this.#revealed(shown.caller ?? shown, incident.number)) } }));
    return line;
  }

  // The reading is itself a fact, on which the head is drawn anew: so what was shown is kept.
  #revealed({ name, phone }, number) {
    this.#clear = { number, text: [name, phone].filter(Boolean).join(" ") };
    if (this.#full?.number === number) this.#head(this.#full);
  }

  #inClear(parts) {
    return el("p", { class: "s12 t3", id: "detail-caller" }, el("b", { text: this.#clear.text }), el("span", { text: `·${[t("hidden again when you leave"), ...parts].join("·")}` }));
  }

  #account(incident) {
    const facts = [["has_weapon", t("weapon")], ["has_hazard", t("hazard")], ["injured", t("injured")], ["trapped", t("trapped")], ["dead", t("dead")], ["offenders", t("offenders")]];
    const values = { ...incident, ...incident.counts };
    const tags = facts.filter(([name]) => values[name]).map(([name, label]) => el("span", { class: "tag strong", text: values[name] === true ? label : `${label} ${values[name]}` }));
    const outcome = [nameOf(incident.disposition), incident.outcome].filter(Boolean).join("·");
    return el("section", {}, el("div", { class: "ph-bar" }, el("h2", { text: t("What was said") }), el("span", { class: "age", text: board.channels[incident.channel] ?? incident.channel ?? "" })),
      el("p", { class: "narrative", text: incident.narrative || t("Nothing was written down.") }), tags.length ? el("div", { class: "row wrap" }, tags) : [], outcome ? el("p", { class: "note", text: outcome }) : [], this.#links(incident));
  }

  #links(incident) {
    const linked = [incident.main_incident && [t("Belongs to"), incident.main_incident], ...(incident.linked ?? []).map((row) => [t("Repeat call"), row.number ?? row])].filter(Boolean);
    return linked.map(([label, number]) => el("p", { class: "s12" }, `${label} `, el("button", { type: "button", class: "linkish", text: number, on: { click: () => this.store.select(number) } })));
  }

  async #surroundings(incident, signal) {
    const placed = Number.isFinite(incident.lng);
    const where = { lng: incident.lng, lat: incident.lat };
    const quietly = (path) => (placed ? get(path, { signal }).catch(() => null) : Promise.resolve(null));
    const [premise, cell, near] = await Promise.all([
      quietly(query("incidents/premise/", where)), incident.cell ? get(`cells/${encodeURIComponent(incident.cell.code)}/`, { signal }).catch(() => null) : null,
      quietly(query("incidents/duplicates/", { ...where, at: incident.reported_at })),
    ]);
    if (signal.aborted) return;
    const { around } = await import("./around.js");
    const box = byId("detail-around");
    if (box) swap(box, around({ incident, premise, cell, near, placed, open: (number) => this.store.select(number) }));
  }

  #timeline(incident, entries) {
    const rows = [...entries].sort((a, b) => (a.happened_at < b.happened_at ? 1 : a.happened_at > b.happened_at ? -1 : b.id - a.id));
    const strike = can("incidents.work") ? (entry) => actions.strike(this.store, incident.number, entry) : null;
    swap(byId("detail-timeline"), el("div", { class: "ph-bar" }, el("h2", { text: t("Timeline") }), el("span", { class: "age", text: t("append only · %(n)s", { n: rows.length }) })),
      el("ol", { class: "tl" }, rows.map((entry) => timelineRow(entry, strike, now()))));
  }

  // Drawn anew only when it would say something else: perhaps a menu is open, or a finger on its way.
  acts(incident) {
    if (this.#full?.number !== incident.number) return undefined;
    const bar = byId("detail-actions");
    const steps = this.force.steps(incident);
    const fill = this.#fill(incident, steps);
    const drawn = [incident.number, incident.version, fill?.textContent, fill?.disabled, steps, this.force.isTaken].join(" ");
    if (bar.dataset.drawn === drawn && bar.childElementCount) return undefined;
    bar.dataset.drawn = drawn;
    const had = bar.contains(document.activeElement) ? [...bar.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    if (!can("incidents.work")) return swap(bar, el("span", { class: "s12 t3", text: t("You may read this incident, not change it.") }), actions.printLink(incident.number));
    const said = this.force.isTaken ? el("span", { class: "s12 t3", text: this.force.reason }) : [];
    const own = actions.nextOf({ ...incident, next_steps: steps });
    const others = steps.filter((step) => step !== own || fill?.dataset.own !== own);
    swap(bar, fill ?? [], said, button(t("Add a note"), { onclick: () => actions.note(this.store, incident) }), button(t("Edit"), { onclick: () => actions.edit(this.store, incident) }), this.#more(incident, others));
    if (had >= 0) (bar.querySelectorAll("button")[had] ?? bar.querySelector("button"))?.focus();
    return undefined;
  }

  #fill(incident, steps) {
    if (this.force.isTaken) return null;
    const next = actions.nextOf({ ...incident, next_steps: steps });
    return this.force.fill(incident) ?? (next ? button(actions.stepLabel(next), { kind: "fill", key: "S", onclick: () => actions.step(this.store, incident, next), id: "next-action", "data-own": next }) : null);
  }

  #more(incident, others) {
    const entries = others.map((step) => [actions.stepLabel(step), () => actions.step(this.store, incident, step)]);
    if (incident.state === "merged") entries.push([t("Take out of the merge"), () => actions.unmerge(this.store, incident)]);
    else if (!board.sections.closed.includes(incident.state)) entries.push([t("Merge"), () => actions.merge(this.store, incident)]);
    const menu = el("div", { class: "menu-up", id: "more-menu", hidden: true }, entries.map(([label, run]) => button(label, { kind: "quiet", onclick: () => { menu.hidden = true; run(); } })), actions.printLink(incident.number));
    const opener = button(t("More"), { kind: "quiet push", "aria-expanded": "false", "aria-controls": "more-menu", onclick: () => {
      menu.hidden = !menu.hidden;
      opener.setAttribute("aria-expanded", String(!menu.hidden));
      if (!menu.hidden) menu.querySelector("button, a")?.focus();
    } });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); menu.hidden = true; opener.focus(); } });
    return [opener, menu];
  }

  // The stepper's lateness grows with the second; the rest waits for facts.
  tick(at) {
    if (this.#full && byId("detail").dataset.state === "content") {
      const waiting = byId("step-wait");
      if (waiting?.dataset.from) {
        const over = (at - Date.parse(waiting.dataset.from)) / 1000 - Number(waiting.dataset.limit);
        flag(waiting.closest("li"), "wait", over > 0);
        say(waiting, over > 0 ? t("%(span)s over", { span: span(over) }) : `≤ ${span(Number(waiting.dataset.limit))}`);
      }
    }
  }
}
