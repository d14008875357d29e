// Who was sent to the incident: a stepper for each, its clock, and what can be done for it by voice.

import { now, time } from "./clock.js";
import { button, el, panelState, skeleton, swap } from "./dom.js";
import { assignmentsOf, reassign, recall, resend, stageName, stepByVoice, stepName } from "./dispatch.js";
import { board, stamp, t, targetOf } from "./words.js";

// Where each stage's clock starts, and the target that judges it.
const CLOCK = { signed: ["signed_at", "depart"], departed: ["departed_at", "arrive"], on_scene: ["on_scene_at", "feedback"], handled: ["on_scene_at", "feedback"] };
const ON_THE_WAY = new Set(["delivered", "signed", "departed", "on_scene", "handled", "fed_back"]);

const firstOf = (row) => (row.next_steps ?? []).find((stage) => ON_THE_WAY.has(stage) && stage !== "delivered");

// The step a dispatcher would say next for the unit furthest behind, the primary one first.
export function nextStep(rows) {
  const open = rows.filter((row) => !row.ended_at && firstOf(row));
  return open.length ? { row: open[0], to: firstOf(open[0]) } : null;
}

function clockOf(row, incident) {
  const node = el("span", { class: "timer" });
  if (row.stage === "issued" || row.stage === "delivered") {
    const limit = row.sign_by ? (Date.parse(row.sign_by) - Date.parse(row.issued_at)) / 1000 : undefined;
    time(node, row.issued_at, { soon: limit && limit / 2, late: limit });
  } else {
    const [from, target] = CLOCK[row.stage] ?? ["signed_at"];
    time(node, row[from] ?? row.issued_at, targetOf(incident, target));
  }
  return node;
}

function stepper(row) {
  const last = board.assignment_order.reduce((found, [stage, field], index) => (row[field] || stage === row.stage ? index : found), 0);
  const kids = board.assignment_order.map(([stage, field], index) => {
    const state = index < last || (index === last && row.ended_at) ? "done" : index === last ? "done at" : index === last + 1 && !row.ended_at ? "now" : "";
    return el("li", { class: state, "aria-current": state === "now" ? "step" : null }, el("b", { text: stageName(stage) }), el("span", { text: row[field] ? stamp(row[field], now()) : "—" }));
  });
  return el("ol", { class: "steps mini-steps", "aria-label": t("Stages of %(unit)s", { unit: row.unit.call_sign }) }, kids);
}

export class Assigned {
  #rows = [];
  #reading = null;
  #incident = null;

  constructor(store, { changed, openUnit }) {
    Object.assign(this, { store, forces: store.forces, changed, openUnit });
    this.node = el("section", { class: "assigned", id: "assigned", hidden: true, "aria-labelledby": "assigned-title" });
  }

  get open() {
    return this.#rows.filter((row) => !row.ended_at);
  }

  get #number() {
    return this.#incident?.number ?? null;
  }

  // A row told by a fact or by the answer to a write stands at once: the next key may be about it.
  learn(row) {
    if (row.incident.number !== this.#number) return;
    const known = this.#rows.find(({ id }) => id === row.id);
    if (known && known.version >= row.version) return;
    this.#rows = known ? this.#rows.map((other) => (other === known ? { ...known, ...row } : other)) : [...this.#rows, row];
    this.node.hidden = false;
    this.#draw(this.#incident);
    this.changed();
  }

  close() {
    this.#reading?.abort();
    this.#incident = null;
    this.#rows = [];
    this.node.hidden = true;
  }

  async show(incident) {
    const again = this.#number === incident.number;
    this.#incident = incident;
    if (!again) {
      this.#rows = this.forces.of(incident.number);
      this.node.hidden = !this.#rows.length;
      if (this.#rows.length) this.#draw(incident); else swap(this.node, skeleton(1));
    }
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    try {
      const found = await assignmentsOf(incident.number, { signal });
      if (this.#number !== incident.number) return;
      this.#rows = (found.results ?? found).map((row) => this.#newer(row));
      this.node.hidden = !this.#rows.length;
      this.#draw(incident);
      // The fleet may be told later than this panel: a step is sent against the newest of both.
      for (const row of this.#rows) if (this.forces.assignments.has(row.id)) this.forces.learnAssignment(row);
    } catch (error) {
      if (signal.aborted) return;
      this.node.hidden = false;
      const denied = error.status === 403 || error.status === 404;
      swap(this.node, panelState(denied ? t("You cannot see who was sent") : t("! Who was sent could not be read"), denied ? "" : error.message, denied ? null : button(t("Try again"), { kind: "sm", onclick: () => this.show(incident) })));
    }
    this.changed();
  }

  #newer(row) {
    const known = [this.forces.assignments.get(row.id), this.#rows.find(({ id }) => id === row.id)];
    return known.reduce((newest, other) => (other?.version > newest.version ? { ...newest, ...other } : newest), row);
  }

  #draw(incident) {
    const held = this.node.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    const open = this.open.sort((a, b) => b.is_primary - a.is_primary || a.id - b.id);
    const ended = this.#rows.filter((row) => row.ended_at);
    const reached = open.filter((row) => row.on_scene_at).length;
    swap(this.node, el("div", { class: "ph-bar" }, el("h2", { id: "assigned-title", text: t("Units sent") }), el("span", { class: "count", text: open.length ? t("%(n)s units, %(m)s on scene", { n: open.length, m: reached }) : t("nobody now") })),
      open.length ? el("ul", { class: "asgs" }, open.map((row) => this.#row(row, incident))) : [],
      ended.length ? el("ul", { class: "near" }, ended.slice(0, 6).map((row) => this.#ended(row))) : []);
    if (held) this.node.querySelector(`[data-act="${CSS.escape(held)}"]`)?.focus();
  }

  #row(row, incident) {
    const marks = [!row.is_primary && t("next task"), row.resent > 0 && t("sent again ×%(n)s", { n: row.resent }), row.rank === null && row.reason && t("not recommended: %(why)s", { why: row.reason }), row.channel && row.channel !== "screen" && (board.sources[row.channel] ?? row.channel)].filter(Boolean);
    const late = row.overdue_at && el("span", { class: "tag bad", text: t("! overdue") });
    const unit = this.forces.units.get(row.unit.call_sign);
    return el("li", { class: "asg", data: { assignment: row.id } },
      el("div", { class: "row wrap" }, el("button", { type: "button", class: "linkish", text: row.unit.call_sign, on: { click: () => this.openUnit(row.unit.call_sign) } }), el("span", { class: "t2 s12", text: `${board.unit_kinds[row.unit.kind] ?? ""}·${row.agency?.name ?? unit?.agency?.name ?? ""}` }), late || [], marks.map((text) => el("span", { class: "tag", text })), el("span", { class: "push s12 t2", text: stageName(row.stage) }), clockOf(row, incident)),
      stepper(row), this.#acts(row));
  }

  #acts(row) {
    if (!this.forces.maySend) return this.forces.isTaken ? el("p", { class: "s12 t3", text: t("Read only: dispatch was taken over.") }) : [];
    const act = (name, label, run, kind = "sm") => button(label, { kind, onclick: run, "data-act": `${row.id}-${name}` });
    const to = firstOf(row);
    const acts = [];
    if (to) acts.push(act("step", t("By voice: %(step)s", { step: stepName(to) }), () => stepByVoice(this.store, row, to)));
    if ((row.next_steps ?? []).includes("returned")) acts.push(act("returned", stepName("returned"), () => stepByVoice(this.store, row, "returned"), "sm quiet"));
    if (!row.signed_at) acts.push(act("resend", t("Send again"), () => resend(this.store, row), "sm quiet"));
    acts.push(act("reassign", t("Reassign"), () => reassign(this.store, row), "sm quiet"), act("recall", t("Recall"), () => recall(this.store, row), "sm quiet"));
    return el("div", { class: "row wrap" }, acts);
  }

  #ended(row) {
    const what = [stageName(row.stage), row.reason].filter(Boolean).join(": ");
    return el("li", { class: "row" }, el("b", { text: row.unit.call_sign }), el("span", { class: "cut", text: what }), el("span", { class: "push t3 nb", text: stamp(row.ended_at, now()) }));
  }
}
