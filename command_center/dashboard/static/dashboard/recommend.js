// Who should go: ranked units with their reasons, chosen by number, arrow and space, sent by one Enter.

import { button, byId, el, panelState, say, skeleton, swap } from "./dom.js";
import { hole, metres, recommendation, send } from "./dispatch.js";
import { ageOf, isFree, isStale, statusName } from "./forces.js";
import { holeNote } from "./hole.js";
import { suggest } from "./suggest.js";
import { board, hms, span, t } from "./words.js";

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
  #sending = false;
  #told = null;
  #loaded = Promise.resolve();

  constructor(store, { changed }) {
    Object.assign(this, { store, forces: store.forces, changed });
    this.node = el("section", { class: "recs", id: "recs", "aria-labelledby": "recs-title" });
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.forces.addEventListener("units", () => this.#stale());
    this.forces.addEventListener("pick", () => { if (!this.forces.picked.size && this.#picked.size && !this.#sending) this.#drop(); });
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

  // Another incident starts from nothing; the same one keeps what was chosen.
  async open(incident, { isWaiting = true } = {}) {
    const again = this.#incident?.number === incident.number;
    this.#incident = incident;
    if (again && this.#found) return;
    Object.assign(this, { isWaiting });
    this.#added = [];
    this.#told = null;
    this.#choose([]);
    this.#loaded = this.read({ first: true });
    await this.#loaded;
  }

  // Settles when the list first asked for is there, or could not be read.
  get loaded() {
    return this.#loaded;
  }

  close() {
    this.#incident = null;
    this.#found = null;
    this.#reading?.abort();
    if (this.forces.picked.size) this.forces.pick([]);
    this.#picked.clear();
  }

  async read({ first = false } = {}) {
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const { number } = this.#incident;
    if (first) this.#frame(skeleton(3));
    try {
      const found = await recommendation(number, { signal });
      if (this.#incident?.number !== number) return;
      this.#found = found;
      this.#readAt = Date.now();
      const offered = new Set([...found.units.map((unit) => unit.call_sign), ...this.#added]);
      const kept = this.picked.filter((sign) => offered.has(sign));
      const wanted = first && this.isWaiting ? found.units.filter((unit) => isFree(this.forces.units.get(unit.call_sign) ?? unit)).slice(0, Math.max(1, found.needs?.units ?? 1)).map((unit) => unit.call_sign) : kept;
      this.#choose(wanted);
      this.#draw();
    } catch (error) {
      if (signal.aborted) return;
      const denied = error.status === 403 || error.status === 404;
      this.#frame(panelState(denied ? t("You cannot read recommendations here") : t("! No recommendation could be read"), t("Units can still be sent by call sign: D, number, unit."), denied ? null : button(t("Try again"), { kind: "sm", onclick: () => this.read({ first: true }) })));
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
    const { units } = this.#found;
    const rows = [...units, ...this.#added.map((sign) => ({ call_sign: sign, isAdded: true, ...this.forces.units.get(sign) }))];
    const list = rows.length ? el("ul", { class: "rec-list" }, rows.map((unit, index) => this.#row(unit, index))) : panelState(t("No unit can be recommended"), t("The reasons stand below; a unit may still be added by call sign."));
    this.#frame(list, this.#passedOver(), this.#other(), el("div", { id: "recs-ask" }), el("div", { id: "recs-hole" }), el("div", { id: "recs-told" }, this.#told ?? []));
    this.#asks();
    if (held) (this.node.querySelector(`[data-sign="${CSS.escape(held)}"]`) ?? this.node.querySelector(`[name="${CSS.escape(held)}"]`) ?? this.node.querySelector("input"))?.focus();
  }

  #row(unit, index) {
    const known = this.forces.units.get(unit.call_sign) ?? unit;
    const box = el("input", { type: "checkbox", checked: this.#picked.has(unit.call_sign), data: { sign: unit.call_sign }, on: { change: () => this.#toggle(unit.call_sign, box.checked) } });
    const free = isFree(known);
    const reasons = unit.isAdded ? this.#ofAdded(known) : unit.reasons.slice(1).join("·"); // the first is the way, said beside the name
    const far = unit.distance_m === undefined ? "" : `${metres(unit.distance_m)}·${t("about %(n)s min", { n: Math.max(1, Math.round((unit.travel_s ?? 0) / 60)) })}`;
    return el("li", {}, el("label", { class: `rec${this.#picked.has(unit.call_sign) ? " on" : ""}${isStale(known) ? " aged" : ""}` }, box, el("b", { text: unit.call_sign }), el("span", { class: free ? "avail" : "t2", text: statusName(known.status) }), el("span", { class: "eta" }, far, index < 9 ? el("kbd", { "aria-hidden": "true", text: String(index + 1) }) : []), el("span", { class: "why", text: reasons })));
  }

  #ofAdded(unit) {
    const calls = this.forces.doing(unit.call_sign).map((row) => row.incident.number);
    return [t("not in the recommendation"), unit.fix ? t("position %(age)s old", { age: span(ageOf(unit)) }) : t("no position"), ...calls].join("·");
  }

  #passedOver() {
    const over = this.#found.passed_over;
    if (!over?.count) return [];
    const rows = (over.units ?? []).slice(0, 4).flatMap((unit) => [el("dt", { text: unit.call_sign }), el("dd", { text: [unit.text, unit.distance_m === undefined ? "" : metres(unit.distance_m)].filter(Boolean).join("·") })]);
    return [el("p", { class: "s12 t2 over-said", text: over.sentence || t("%(n)s passed over", { n: over.count }) }), rows.length ? el("dl", { class: "short" }, rows) : []];
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

  add(sign) {
    if (this.#found && !this.#found.units.some((unit) => unit.call_sign === sign) && !this.#added.includes(sign)) this.#added.push(sign);
    this.#choose([...this.#picked, sign]);
    if (this.#found) this.#draw();
    this.node.querySelector(`[data-sign="${CSS.escape(sign)}"]`)?.focus();
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

  #asks() {
    const box = byId("recs-ask");
    if (!box) return;
    const engaged = this.#engaged;
    const wanted = `${this.#isOverride}${engaged.join()}`;
    if (box.dataset.drawn === wanted) return;
    const kept = { reason: box.querySelector("[name=reason]")?.value ?? "", preempt: box.querySelector("[name=how]:checked")?.value };
    box.dataset.drawn = wanted;
    const how = (value, text) => el("label", { class: "row" }, el("input", { type: "radio", name: "how", value, checked: (kept.preempt ?? "next") === value }), text);
    const others = engaged.map((sign) => `${sign} → ${this.forces.doing(sign)[0].incident.number}`).join(", ");
    swap(box, engaged.length ? el("fieldset", { class: "how" }, el("legend", { class: "s12 t2", text: t("On another call: %(units)s", { units: others }) }), how("next", t("as the next task, the present call stays first")), how("preempt", t("take it off that call"))) : [],
      this.#isOverride || engaged.length ? el("div", { class: "field" }, el("label", { for: "recs-reason", text: this.#isOverride ? t("Reason: not the first recommended") : t("Reason, when taken off a call") }), el("input", { class: "input", id: "recs-reason", name: "reason", maxlength: 200, autocomplete: "off", value: kept.reason }), el("p", { class: "err", id: "recs-reason-said" })) : []);
  }

  async #hole() {
    const asked = this.picked.join();
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

  async send() {
    if (this.#sending || !this.#incident) return;
    if (!this.#picked.size) return this.#say(t("Choose a unit first: 1 to 5, or the space bar."));
    const preempt = this.node.querySelector("[name=how]:checked")?.value === "preempt";
    const field = byId("recs-reason");
    const reason = field?.value.trim() ?? "";
    if (field && !reason && (this.#isOverride || preempt)) {
      say(byId("recs-reason-said"), t("! A reason is required"));
      return field.focus();
    }
    this.#sending = true;
    const units = this.picked;
    try {
      await send(this.store, { incident: this.#incident, units, reason, preempt });
      this.#told = null;
      this.#picked.clear();
      this.#found = null;
      this.changed({ sent: units, hole: this.#left });
    } catch (refusal) {
      await this.#refused(refusal, units);
    } finally {
      this.#sending = false;
    }
  }

  // Somebody was faster: who it was, and the next best unit already chosen for another Enter.
  async #refused(refusal, units) {
    const words = [refusal.message, ...(refusal.errors ?? []).map((error) => error.message)].join(" ");
    if (refusal.errors?.some((error) => error.pointer === "/reason") && byId("recs-reason-said")) say(byId("recs-reason-said"), `! ${words}`);
    if (refusal.body?.code === "taken_over") this.forces.refresh();
    if (refusal.status !== 409 && refusal.status !== 412) return this.#say(words);
    this.#told = el("p", { class: "note bad", role: "alert", text: words });
    await this.read();
    const next = (this.#found?.units ?? []).filter((unit) => !units.includes(unit.call_sign) && isFree(this.forces.units.get(unit.call_sign) ?? unit)).slice(0, units.length).map((unit) => unit.call_sign);
    if (refusal.status === 409 && next.length) {
      this.#told.append(" ", t("Next best: %(units)s. Enter sends.", { units: next.join(", ") }));
      this.#choose(next);
      this.#draw();
    }
    this.focus();
    return undefined;
  }

  #say(text) {
    this.#told = el("p", { class: "note bad", role: "alert", text });
    const box = byId("recs-told");
    if (box) swap(box, this.#told);
    this.focus();
  }
}
