// The queue: what waits, what is being worked, what was closed; never moves under the hand.

import { now, timeState } from "./clock.js";
import { byId, el, flag, panelState, say, swap } from "./dom.js";
import { SECTIONS, sectionOf } from "./store.js";
import { board, hm, hms, letter, nameOf, stateName, t } from "./words.js";

const SHOWN = { pending: 200, active: 200, closed: 50 };

export class Queue {
  #rows = new Map();
  #order = { pending: [], active: [], closed: [] };
  #held = new Set();
  #hovered = false;

  constructor(store) {
    this.store = store;
    this.node = byId("queue");
    this.heldNote = byId("queue-held");
    this.lists = Object.fromEntries(SECTIONS.map((name) => [name, byId(`queue-${name}`)]));
    this.node.addEventListener("pointerenter", (event) => { this.#hovered = event.pointerType !== "touch"; });
    this.node.addEventListener("pointerleave", () => { this.#hovered = false; this.#settle(); });
    this.node.addEventListener("focusout", () => setTimeout(() => this.#settle()));
    this.heldNote.addEventListener("click", () => this.arrange());
    this.node.addEventListener("click", (event) => this.#clicked(event));
    store.addEventListener("load", () => this.arrange());
    store.addEventListener("change", (event) => this.#changed(event.detail.numbers));
    store.addEventListener("select", (event) => this.#selected(event.detail));
    store.forces.addEventListener("assignments", ({ detail }) => { for (const number of detail.numbers ?? this.#rows.keys()) if (this.#rows.has(number) && store.incidents.has(number)) this.#paint(number); });
  }

  get isHeld() {
    return this.#hovered || SECTIONS.some((name) => this.lists[name].contains(document.activeElement));
  }

  get focused() {
    return document.activeElement?.closest?.("#queue [data-number]")?.dataset.number ?? null;
  }

  #settle() {
    if (!this.isHeld && this.store.loaded) this.arrange();
  }

  #changed(numbers) {
    if (numbers === null) return;
    for (const number of numbers) if (this.#rows.has(number)) this.#paint(number);
    this.#summary();
    if (!this.isHeld) this.arrange();
    else this.#hold(numbers);
  }

  #hold(numbers) {
    for (const number of numbers) if (!this.#rows.has(number) && this.store.incidents.has(number)) this.#held.add(number);
    const held = [...this.#held].map((number) => this.store.incidents.get(number)).filter(Boolean);
    this.heldNote.hidden = held.length === 0;
    if (!held.length) return;
    const top = Math.min(...held.map((incident) => incident.level));
    swap(this.heldNote, t("%(n)s new", { n: held.length }), " ", el("span", { class: `prio p${top}`, text: letter(top) }), t("inserted when the pointer or the focus leaves"));
  }

  // Puts every row where it belongs; only ever called with the hand away.
  arrange() {
    this.#held.clear();
    this.heldNote.hidden = true;
    const focused = this.focused;
    const kept = new Set();
    for (const name of SECTIONS) {
      const rows = this.store.rows(name, now()).slice(0, SHOWN[name]);
      this.#order[name] = rows.map((incident) => incident.number);
      for (const number of this.#order[name]) kept.add(number);
      this.#place(name);
    }
    for (const [number, row] of this.#rows) if (!kept.has(number)) { row.remove(); this.#rows.delete(number); }
    if (focused) this.#rows.get(focused)?.focus({ preventScroll: true });
    this.#summary();
    this.#rove();
  }

  #place(name) {
    const list = this.lists[name];
    let cursor = list.firstElementChild;
    for (const number of this.#order[name]) {
      const row = this.#rows.get(number) ?? this.#make(number);
      this.#paint(number, name);
      if (cursor === row) cursor = cursor.nextElementSibling;
      else list.insertBefore(row, cursor);
    }
    list.hidden = this.#order[name].length === 0;
    byId(`queue-${name}-empty`).hidden = !this.store.loaded || this.#order[name].length > 0;
  }

  #make(number) {
    const part = (key, tag, cls) => el(tag, { class: cls, data: { part: key } });
    const row = el("li", { class: "q", role: "option", tabindex: "-1", data: { number } },
      part("prio", "span", "prio"), part("title", "span", "q-title cut"), part("timer", "span", "timer"), part("place", "span", "q-place cut"), part("meta", "span", "meta cut"));
    this.#rows.set(number, row);
    return row;
  }

  #paint(number, section) {
    const [row, incident] = [this.#rows.get(number), this.store.incidents.get(number)];
    const at = (part) => row.querySelector(`[data-part=${part}]`);
    const shown = section ?? row.dataset.section ?? sectionOf(incident);
    row.dataset.section = shown;
    flag(row, "act", shown === "active");
    flag(row, "shut", shown === "closed");
    flag(row, "q", shown !== "closed");
    at("prio").className = `prio p${incident.level}`;
    say(at("prio"), letter(incident.level));
    const name = nameOf(incident.category) || t("Uncategorised");
    say(at("title"), shown === "closed" ? [name, incident.address].filter(Boolean).join("·") : name);
    say(at("place"), incident.address || incident.cell?.name || t("No place yet"));
    say(at("meta"), this.#meta(incident, shown));
    row.setAttribute("aria-selected", String(number === this.store.selected));
    flag(row, "on", number === this.store.selected);
    if (shown === "closed") { delete at("timer").dataset.since; at("timer").className = "when"; say(at("timer"), `${stateName(incident.state)} ${hm(incident.since)}`); }
    else { flag(at("timer"), "timer", true); flag(at("timer"), "when", false); timeState(at("timer"), incident); }
  }

  #meta(incident, section) {
    if (section === "closed") return incident.number;
    const parts = [incident.number];
    if (section === "active") parts.push([stateName(incident.state), this.store.forces.of(incident.number).map((row) => row.unit.call_sign).slice(0, 3).join(" ")].filter(Boolean).join(" "));
    else parts.push(t("called %(at)s", { at: hms(incident.reported_at) }));
    if (section === "pending" && incident.state !== "received") parts.push(stateName(incident.state));
    if (sectionOf(incident) !== section) parts.push(`→ ${stateName(incident.state)}`);
    if (incident.link_type !== "none") parts.push(board.links[incident.link_type]);
    if (incident.arrived_late) parts.push(t("arrived late"));
    if (incident.is_exercise) parts.push(t("exercise"));
    return parts.join("·");
  }

  #summary() {
    const { counts } = this.store;
    for (const name of SECTIONS) {
      say(byId(`count-${name}`), String(counts[name]));
      const more = counts[name] - this.#order[name].length - (name === "closed" ? 0 : [...this.#held].length);
      const note = byId(`more-${name}`);
      note.hidden = more <= 0;
      if (more > 0) say(note, t("%(n)s more: narrow with F", { n: more }));
    }
    for (const level of [1, 2, 3, 4]) {
      const node = byId(`open-p${level}`);
      const count = counts.levels[level] ?? 0;
      flag(node, "zero", count === 0);
      say(node, `${letter(level)} ${count}`);
    }
    say(byId("queue-status"), t("%(pending)s waiting, %(active)s in hand", counts));
  }

  #clicked(event) {
    const number = event.target.closest("[data-number]")?.dataset.number;
    if (number) this.store.select(number);
  }

  #selected({ number, reveal }) {
    for (const key of this.#rows.keys()) {
      const row = this.#rows.get(key);
      row.setAttribute("aria-selected", String(key === number));
      flag(row, "on", key === number);
    }
    this.#rove();
    if (reveal) this.#rows.get(number)?.scrollIntoView({ block: "nearest" });
  }

  // One row of each list is in the tab order: the selected one, else the first.
  #rove() {
    for (const name of SECTIONS) {
      const home = this.#order[name].includes(this.store.selected) ? this.store.selected : this.#order[name][0];
      for (const number of this.#order[name]) this.#rows.get(number)?.setAttribute("tabindex", number === home ? "0" : "-1");
    }
  }

  move(step) {
    const all = SECTIONS.flatMap((name) => [...this.lists[name].children].map((row) => row.dataset.number));
    if (!all.length) return;
    const here = all.indexOf(this.focused ?? this.store.selected);
    const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
    this.store.select(next);
    this.focus(next);
  }

  focus(number) {
    this.#rows.get(number)?.focus();
  }

  failed(error, retry) {
    const box = byId("queue-pending-empty");
    box.hidden = false;
    swap(box, panelState(t("! The queue could not be read"), error.message, el("button", { type: "button", class: "btn sm", text: t("Try again"), on: { click: retry } })));
  }
}
