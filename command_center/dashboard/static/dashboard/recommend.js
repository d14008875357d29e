// Who should go: ranked units with their reasons, chosen by number, arrow and space, sent by one Enter.

import { toast } from "./dialog.js";
import { hole, metres, recommendation, send } from "./dispatch.js";
import { button, byId, el, isStillAt, panelState, say, skeleton, swap } from "./dom.js";
import { isFree, isStale, statusName } from "./forces.js";
import { holeNote } from "./hole.js";
import { ask, passedOver, saidIn, whyAdded, wordsOf } from "./reasons.js";
import { suggest } from "./suggest.js";
import { board, hms, t } from "./words.js";

const PAUSE_MS = 500;
const AGAIN_MS = 20_000; // an untouched list is read anew

export class Recommendation {
  #incident = null;
  #found = null;
  #added = []; // call signs outside the list
  #picked = new Set();
  #reading = null;
  #holes = null;
  #left = null; // the hole the chosen units would leave
  #readAt = 0;
  #sending = new Set(); // incidents whose units are on their way to the server
  #told = null;
  #opening = false;
  #loaded = Promise.resolve();

  constructor(store, { changed }) {
    Object.assign(this, { store, forces: store.forces, changed });
    this.node = el("section", { class: "recs", id: "recs", "aria-labelledby": "recs-title" });
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.forces.addEventListener("units", () => this.#stale());
    this.forces.addEventListener("pick", () => { if (!this.forces.picked.size && this.#picked.size && !this.#sending.has(this.#incident?.number)) this.#drop(); });
  }

  get incident() {
    return this.#incident;
  }

  get picked() {
    return [...this.#picked];
  }

  get isHeld() {
    return this.node.contains(document.activeElement);
  }

  #drop() {
    this.#picked.clear();
    this.#paint();
  }

  // Another incident starts from nothing; the same one keeps what was chosen, and is not read a
  // second time while its first reading is under way: somebody may wait for that with D.
  async open(incident, { isWaiting = true } = {}) {
    const again = this.#incident?.number === incident.number;
    this.#incident = incident;
    if (again && (this.#found || this.#opening)) return;
    Object.assign(this, { isWaiting });
    this.#added = [];
    this.#told = null;
    this.#choose([]);
    await this.#first();
  }

  #first() {
    this.#loaded = this.read({ first: true });
    return this.#loaded;
  }

  // Settles when the list first asked for is there, or could not be read.
  get loaded() {
    return this.#loaded;
  }

  close() {
    this.#incident = null;
    this.#found = null;
    this.#reading?.abort();
    this.#opening = false;
    if (this.forces.picked.size) this.forces.pick([]);
    this.#picked.clear();
  }

  async read({ first = false } = {}) {
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const { number } = this.#incident;
    this.#opening = first;
    if (first) this.#frame(skeleton(3));
    try {
      const found = await recommendation(number, { signal });
      if (signal.aborted) return;
      this.#opening = false;
      this.#found = found;
      this.#readAt = Date.now();
      const offered = new Set([...found.units.map((unit) => unit.call_sign), ...this.#added]);
      const kept = this.picked.filter((sign) => offered.has(sign));
      const wanted = first && this.isWaiting ? found.units.filter((unit) => isFree(this.forces.units.get(unit.call_sign) ?? unit)).slice(0, Math.max(1, found.needs?.units ?? 1)).map((unit) => unit.call_sign) : kept;
      this.#choose(wanted);
      this.#draw();
    } catch (error) {
      if (signal.aborted) return;
      this.#opening = false;
      const denied = error.status === 403 || error.status === 404;
      this.#frame(panelState(denied ? t("You cannot read recommendations here") : t("! No recommendation could be read"), t("Units can still be sent by call sign: D, number, unit."), denied ? null : button(t("Try again"), { kind: "sm", onclick: async () => { await this.#first(); this.focus(); } })));
    }
  }

  #stale() {
    if (!this.#found || !this.#incident || Date.now() - this.#readAt < PAUSE_MS * 4) return;
    if (this.isHeld) say(this.#age, t("units changed since %(at)s", { at: hms(this.#found.as_of) }));
    else if (Date.now() - this.#readAt > AGAIN_MS) this.read();
  }

  get #age() {
    return this.node.querySelector(".age");
  }

  #frame(...kids) {
    const needs = this.#found?.needs;
    const wanted = needs ? [needs.units > 1 ? t("%(n)s units", { n: needs.units }) : "", needs.armed && t("armed"), ...needs.capabilities.map((code) => board.capabilities[code] ?? code)].filter(Boolean).join("·") : "";
    swap(this.node, el("div", { class: "ph-bar" }, el("h2", { id: "recs-title", text: t("Recommended units") }), el("span", { class: "count", text: wanted }), el("span", { class: "age", text: this.#found ? t("as of %(at)s", { at: hms(this.#found.as_of) }) : "" }),
      this.#found ? button(t("Ask again"), { kind: "sm quiet", onclick: () => this.read() }) : []), ...kids);
  }

  #draw() {
    const held = this.isHeld ? document.activeElement.dataset?.sign ?? document.activeElement.name : null;
    const said = saidIn(this.node);
    const { units } = this.#found;
    const rows = [...units, ...this.#added.map((sign) => ({ call_sign: sign, isAdded: true, ...this.forces.units.get(sign) }))];
    const list = rows.length ? el("ul", { class: "rec-list" }, rows.map((unit, index) => this.#row(unit, index))) : panelState(t("No unit can be recommended"), t("The reasons stand below; a unit may still be added by call sign."));
    this.#frame(list, passedOver(this.#found.passed_over), this.#other(), el("div", { id: "recs-ask" }), el("div", { id: "recs-hole" }), el("div", { id: "recs-told" }, this.#told ?? []));
    this.#asks(said);
    if (held !== null) (this.node.querySelector(`[data-sign="${CSS.escape(held)}"]`) ?? this.node.querySelector(`[name="${CSS.escape(held)}"]`) ?? this).focus();
  }

  #row(unit, index) {
    const known = this.forces.units.get(unit.call_sign) ?? unit;
    const box = el("input", { type: "checkbox", checked: this.#picked.has(unit.call_sign), data: { sign: unit.call_sign }, on: { change: () => this.#toggle(unit.call_sign, box.checked) } });
    const free = isFree(known);
    const reasons = unit.isAdded ? whyAdded(known, this.forces) : unit.reasons.slice(1).join("·"); // the first is the way, said beside the name
    const far = unit.distance_m === undefined ? "" : `${metres(unit.distance_m)}·${t("about %(n)s min", { n: Math.max(1, Math.round((unit.travel_s ?? 0) / 60)) })}`;
    return el("li", {}, el("label", { class: `rec${this.#picked.has(unit.call_sign) ? " on" : ""}${isStale(known) ? " aged" : ""}` }, box, el("b", { text: unit.call_sign }), el("span", { class: free ? "avail" : "t2", text: statusName(known.status) }), el("span", { class: "eta" }, far, index < 9 ? el("kbd", { "aria-hidden": "true", text: String(index + 1) }) : []), el("span", { class: "why", text: reasons })));
  }

  #other() {
    const input = el("input", { class: "input", name: "other-unit", placeholder: t("Another unit: call sign"), "aria-label": t("Another unit: call sign"), autocomplete: "off" });
    const box = el("div", { class: "field other" }, input);
    suggest(input, {
      find: (text) => this.forces.sorted().filter((unit) => unit.call_sign.toLowerCase().includes(text.toLowerCase())).map((unit) => ({ value: unit.call_sign, label: unit.call_sign, hint: `${statusName(unit.status)} ${unit.agency.name}` })),
      take: ({ value }) => this.add(value),
    });
    return box;
  }

  add(sign, { isHere = true } = {}) {
    if (this.#found && !this.#found.units.some((unit) => unit.call_sign === sign) && !this.#added.includes(sign)) this.#added.push(sign);
    this.#choose([...this.#picked, sign]);
    if (this.#found) this.#draw();
    if (isHere) this.node.querySelector(`[data-sign="${CSS.escape(sign)}"]`)?.focus();
  }

  #toggle(sign, on) {
    const next = new Set(this.#picked);
    if (on) next.add(sign); else next.delete(sign);
    this.#choose([...next]);
    this.#paint();
  }

  #choose(signs) {
    this.#picked = new Set(signs);
    this.forces.pick(signs);
    this.changed();
    clearTimeout(this.#holes);
    this.#left = null;
    if (signs.length) this.#holes = setTimeout(() => this.#hole(), PAUSE_MS);
    else if (byId("recs-hole")) swap(byId("recs-hole"));
  }

  #paint() {
    for (const box of this.node.querySelectorAll("[data-sign]")) {
      box.checked = this.#picked.has(box.dataset.sign);
      box.closest(".rec").classList.toggle("on", box.checked);
    }
    this.#asks();
  }

  // Off the recommendation's order, or off another call: both want a reason, and say which.
  get #isOverride() {
    const ranked = (this.#found?.units ?? []).map((unit) => unit.call_sign);
    return this.picked.some((sign) => !ranked.slice(0, this.#picked.size).includes(sign)) && this.#picked.size > 0;
  }

  get #engaged() {
    return this.picked.filter((sign) => this.forces.doing(sign).some((row) => row.incident.number !== this.#incident.number));
  }

  #asks(said) {
    const box = byId("recs-ask");
    if (box) ask(box, { isOverride: this.#isOverride, engaged: this.#engaged, forces: this.forces, said });
  }

  async #hole() {
    const asked = this.picked.join();
    if (!asked) return; // sent or taken back meanwhile
    const found = await hole(this.picked).catch(() => null);
    if (asked === this.picked.join()) this.#left = found;
    if (asked === this.picked.join() && byId("recs-hole")) swap(byId("recs-hole"), holeNote(found) ?? []);
  }

  #key(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const typing = target.matches("input:not([type=checkbox], [type=radio])");
    if (key === "Enter" && !target.closest("button, a")) { event.preventDefault(); event.stopPropagation(); this.send(); }
    else if (typing) return;
    else if (/^[1-9]$/.test(key)) { const box = this.#boxes[Number(key) - 1]; if (box) { event.preventDefault(); box.click(); box.focus(); } }
    else if ((key === "ArrowDown" || key === "ArrowUp") && target.dataset.sign) {
      event.preventDefault();
      const all = this.#boxes;
      all[(all.indexOf(target) + (key === "ArrowDown" ? 1 : -1) + all.length) % all.length].focus();
    }
  }

  get #boxes() {
    return [...this.node.querySelectorAll("[data-sign]")];
  }

  focus() {
    (this.#boxes.find((box) => box.checked) ?? this.#boxes[0] ?? this.node.querySelector("input, button"))?.focus();
  }

  // Whoever goes on to another incident meanwhile is neither called back nor has its list touched.
  async send() {
    const incident = this.#incident;
    if (!incident || this.#sending.has(incident.number)) return;
    if (!this.#picked.size) return this.#say(t("Choose a unit first: 1 to 5, or the space bar."));
    const preempt = this.node.querySelector("[name=how]:checked")?.value === "preempt";
    const field = byId("recs-reason");
    const reason = field?.value.trim() ?? "";
    if (field && !reason && (this.#isOverride || preempt)) {
      say(byId("recs-reason-said"), t("! A reason is required"));
      return field.focus();
    }
    const asked = { incident, units: this.picked, from: document.activeElement, left: this.#left };
    this.#sending.add(incident.number);
    try {
      await send(this.store, { incident, units: asked.units, reason, preempt });
      if (this.#isAt(incident)) this.#sent(asked);
    } catch (refusal) {
      if (this.#isAt(incident)) await this.#refused(refusal, asked);
      else toast(`${incident.number}: ${wordsOf(refusal)}`, { bad: true });
    } finally {
      this.#sending.delete(incident.number);
    }
  }

  #isAt(incident) {
    return this.#incident?.number === incident.number;
  }

  #sent({ units, from, left }) {
    this.#told = null;
    this.#picked.clear();
    this.#found = null;
    this.changed({ sent: units, hole: left, from });
  }

  // Somebody was faster: who it was, and the next best unit already chosen for another Enter.
  async #refused(refusal, { incident, units, from }) {
    const words = wordsOf(refusal);
    if (refusal.errors?.some((error) => error.pointer === "/reason") && byId("recs-reason-said")) say(byId("recs-reason-said"), `! ${words}`);
    if (refusal.body?.code === "taken_over") this.forces.refresh();
    if (refusal.status !== 409 && refusal.status !== 412) return this.#say(words);
    this.#told = el("p", { class: "note bad", role: "alert", text: words });
    await this.read();
    if (!this.#isAt(incident)) return undefined;
    const next = (this.#found?.units ?? []).filter((unit) => !units.includes(unit.call_sign) && isFree(this.forces.units.get(unit.call_sign) ?? unit)).slice(0, units.length).map((unit) => unit.call_sign);
    if (refusal.status === 409 && next.length) {
      this.#told.append(" ", t("Next best: %(units)s. Enter sends.", { units: next.join(", ") }));
      this.#choose(next);
      this.#draw();
    }
    if (this.isHeld || isStillAt(from)) this.focus();
    return undefined;
  }

  #say(text) {
    this.#told = el("p", { class: "note bad", role: "alert", text });
    const box = byId("recs-told");
    if (box) swap(box, this.#told);
    this.focus();
  }
}
