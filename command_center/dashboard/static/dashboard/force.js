// The forces part of the detail: who should go, who was sent, what plan fits, and the next action of all that.

import { button, byId, el, isStillAt, swap } from "./dom.js";
import { Assigned, nextStep } from "./assigned.js";
import { stepByVoice, stepName } from "./dispatch.js";
import { showHole } from "./hole.js";
import { PlanHint } from "./plans.js";
import { Recommendation } from "./recommend.js";
import { board, can, t } from "./words.js";

// Steps a unit takes: without one they are not offered, the call is dispatched instead.
const OF_UNITS = new Set(["dispatched", "delivered", "accepted", "departed", "on_scene"]);
const FOLLOWED = new Set([...OF_UNITS, "handling", "fed_back", "returned"]);

export class Force {
  #incident = null;
  #wanted = false; // asked for with D although the call does not wait

  constructor(store, page) {
    Object.assign(this, { store, page, forces: store.forces });
    this.rec = new Recommendation(store, { changed: (what) => this.#changed(what) });
    this.assigned = new Assigned(store, { changed: () => this.#changed(), openUnit: (sign) => page.unit(sign) });
    this.plan = new PlanHint(store, { changed: () => this.#changed() });
    this.forces.addEventListener("assignments", ({ detail }) => {
      if (detail.row) this.assigned.learn(detail.row);
      if (detail.numbers === null || detail.numbers.includes(this.#incident?.number)) this.#again();
    });
    this.forces.addEventListener("summary", () => this.#changed());
    this.node = byId("detail-force");
    this.rec.node.addEventListener("focusin", () => this.#changed());
    this.rec.node.addEventListener("focusout", () => setTimeout(() => this.#changed()));
  }

  get isTaken() {
    return this.forces.isTaken && can("dispatch.assign");
  }

  get maySend() {
    return this.forces.maySend && this.forces.isReadable;
  }

  close() {
    this.#incident = null;
    this.#wanted = false;
    this.rec.close();
    this.assigned.close();
    this.plan.close();
    swap(this.node);
  }

  #isWaiting(incident) {
    return board.sections.pending.includes(incident.state);
  }

  #isOpen(incident) {
    return !board.sections.closed.includes(incident.state);
  }

  show(incident) {
    const isOther = this.#incident?.number !== incident.number;
    if (isOther) { this.#wanted = false; this.rec.close(); this.assigned.close(); this.plan.close(); }
    this.#incident = incident;
    if (!can("dispatch.read")) return swap(this.node);
    if (isOther || !this.node.childElementCount) swap(this.node, el("div", { id: "after-hole" }), this.plan.node, this.assigned.node, this.rec.node);
    this.assigned.show(incident);
    return this.#recommend();
  }

  #recommend() {
    const incident = this.#incident;
    const waits = this.#isWaiting(incident) && !this.assigned.open.length;
    const wanted = this.maySend && this.#isOpen(incident) && (waits || this.#wanted);
    this.rec.node.hidden = !wanted;
    if (wanted) this.rec.open(incident, { isWaiting: waits });
    else this.rec.close();
    if (this.#isOpen(incident)) this.plan.show(incident);
    else this.plan.close();
  }

  #again() {
    if (this.#incident) this.assigned.show(this.#incident);
  }

  #changed(what = {}) {
    if (what.sent) {
      this.#wanted = false;
      const isHere = this.rec.isHeld || isStillAt(what.from);
      this.rec.node.hidden = true;
      showHole(this.store, what.sent, what.hole);
      if (isHere) this.page.back();
    }
    if (this.#incident) this.page.acts(this.#incident);
  }

  // D: the panel is there and has the focus; a second D on a call in hand adds to what was sent.
  // `from`: what had the focus when it was asked for; whoever went on from there keeps the focus.
  async dispatch(sign = null, from = document.activeElement) {
    if (!this.#incident || !this.#isOpen(this.#incident)) return false;
    if (!this.maySend) { this.page.refused(this.reason); return true; }
    this.#wanted = true;
    this.#recommend();
    const { number } = this.#incident;
    await this.rec.loaded;
    if (this.rec.incident?.number !== number) return true; // somebody went on to another meanwhile
    const isHere = this.rec.isHeld || isStillAt(from);
    if (sign) this.rec.add(sign, { isHere });
    this.rec.node.scrollIntoView({ block: "nearest" });
    if (isHere && !this.rec.isHeld) this.rec.focus();
    return true;
  }

  get reason() {
    return this.forces.isTaken ? t("Read only: dispatch was taken over.") : t("You may not send units.");
  }

  // Which bare steps of the state machine are still the dispatcher's own.
  steps(incident) {
    const steps = incident.next_steps ?? [];
    if (!can("dispatch.assign")) return steps;
    const hidden = this.assigned.open.length ? FOLLOWED : OF_UNITS;
    return steps.filter((step) => !hidden.has(step));
  }

  // The one filled button, where the forces have the next word; null leaves it to the incident.
  fill(incident) {
    if (!this.maySend || !this.#isOpen(incident)) return null;
    const said = nextStep(this.assigned.open);
    const chosen = this.rec.node.hidden ? [] : this.rec.picked;
    if (chosen.length) return button(t("Dispatch %(units)s", { units: chosen.join(" + ") }), { kind: "fill", key: this.rec.isHeld ? "Enter" : "D", id: "next-action", onclick: () => this.rec.send() });
    if (said) return button(`${said.row.unit.call_sign} ${stepName(said.to)}`, { kind: "fill", key: "S", id: "next-action", onclick: () => stepByVoice(this.store, said.row, said.to) });
    if (this.#isWaiting(incident) || this.isBare(incident)) return button(t("Dispatch"), { kind: "fill", key: "D", id: "next-action", onclick: () => this.dispatch() });
    return null;
  }

  // In hand by its state, yet nobody is sent: what leads on is a unit.
  isBare(incident) {
    return !this.assigned.open.length && (incident.next_steps ?? []).some((step) => OF_UNITS.has(step)) && incident.state !== "on_hold";
  }

  // S on the incident: the step of its first unit.
  status() {
    const said = this.maySend && nextStep(this.assigned.open);
    if (!said) return false;
    stepByVoice(this.store, said.row, said.to);
    return true;
  }
}
