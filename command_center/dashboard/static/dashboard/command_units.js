// What a command about units would do, in words with its side effect; and, on Enter, doing it.

import { get } from "./api.js";
import { el } from "./dom.js";
import { hole, recallNow, send, setStatus, stageName, step } from "./dispatch.js";
import { statusName } from "./forces.js";
import { issue } from "./order_new.js";
import { activate, lacking, plansFor, readPlans, sent } from "./plans.js";
import { can, letter, nameOf, t } from "./words.js";

const PAUSE_MS = 400;
const bold = (text) => el("b", { text });
const word = (text) => el("span", { text });
const warn = (text) => el("span", { class: "tag warn", text });

function whoOf(incident) {
  return [incident.unknown ? null : el("span", { class: `prio p${incident.level}`, text: letter(incident.level) }), bold(incident.unknown ? incident.number : `${incident.number} ${nameOf(incident.category)}`)].filter(Boolean);
}

export class UnitCommands {
  #holes = new Map();
  #timer = null;

  constructor(store, page, redraw) {
    Object.assign(this, { store, page, redraw });
  }

  get plans() {
    return (number) => plansFor(number);
  }

  // Asked once for each set of units, after the typing has paused; drawn when it comes.
  #hole(signs) {
    const key = signs.join();
    if (this.#holes.has(key)) return this.#holes.get(key);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      this.#holes.clear();
      this.#holes.set(key, await hole(signs).catch(() => null));
      this.redraw();
    }, PAUSE_MS);
    return null;
  }

  words(asked) {
    const line = { dispatch: () => this.#dispatch(asked), arrived: () => this.#step(asked), recall: () => this.#recall(asked), status: () => this.#status(asked), plan: () => this.#plan(asked), order: () => this.#order(asked) }[asked.verb];
    if (!line) return null;
    if (this.store.forces.isTaken) return [warn(`! ${t("Read only: dispatch was taken over.")}`)];
    return line();
  }

  #dispatch({ incident, units, engaged, others, preempt, reason }) {
    const found = this.#hole(units.map((unit) => unit.call_sign));
    const calls = engaged.map((unit) => `${unit.call_sign} → ${this.store.forces.doing(unit.call_sign)[0].incident.number}`).join(", ");
    return [word(t("Sends")), ...whoOf(incident), word("←"), ...units.map((unit) => bold(unit.call_sign)),
      engaged.length ? warn(preempt ? t("taken off: %(units)s", { units: calls }) : t("next task of: %(units)s; “: reason” takes it off", { units: calls })) : null,
      others.length ? warn(t("not free: %(units)s", { units: others.map((unit) => `${unit.call_sign} ${statusName(unit.status)}`).join(", ") })) : null,
      reason && !preempt ? word(`“${reason}”`) : null,
      found?.holes?.length ? warn(t("leaves %(n)s uncovered", { n: found.holes.length })) : null].filter(Boolean);
  }

  #step({ unit, row, to, text }) {
    return [word(t("By voice:")), bold(unit.call_sign), word("→"), bold(stageName(to)), ...whoOf({ ...row.incident }), text ? word(`“${text}”`) : null].filter(Boolean);
  }

  #recall({ unit, row, text }) {
    return [word(t("Recalls")), bold(unit.call_sign), word("↚"), ...whoOf({ ...row.incident }), word(`“${text}”`)];
  }

  #status(asked) {
    if (asked.to) return this.#step(asked);
    return [word(t("Status of %(unit)s", { unit: asked.unit.call_sign })), word(`${statusName(asked.unit.status)} →`), bold(statusName(asked.status)), asked.text ? word(`“${asked.text}”`) : null].filter(Boolean);
  }

  #plan({ incident, plan, isAsking }) {
    if (isAsking) { readPlans(incident.number).then(this.redraw, () => {}); return [word(t("Asking which plan fits …"))]; }
    return [word(t("Activates")), bold(plan.name), word("→"), ...whoOf(incident), word(sent(plan).join(", ")), ...lacking(plan).slice(0, 2).map((text) => warn(`! ${text}`))];
  }

  #order({ units, agencies, text }) {
    return [word(t("Opens an order to")), bold([...units, ...agencies].join(", ")), text ? word(`“${text}”`) : null].filter(Boolean);
  }

  handles(verb) {
    return ["dispatch", "arrived", "recall", "status", "plan", "order"].includes(verb);
  }

  async run(asked) {
    const { verb, incident, row } = asked;
    if (verb === "order") return issue(this.store, asked);
    if (verb === "status" && !asked.to) return setStatus(this.store, asked.unit, { status: asked.status, note: asked.text, channel: "radio" });
    if (verb === "status" || verb === "arrived") return step(this.store, row, { to: asked.to, text: asked.text, channel: "radio" });
    if (verb === "recall") return recallNow(this.store, row, asked.text);
    const current = incident.unknown ? await get(`incidents/${encodeURIComponent(incident.number)}/`) : incident;
    if (verb === "plan") return activate(this.store, current, asked.plan ?? (await readPlans(current.number))[0]);
    const units = asked.units.map((unit) => unit.call_sign);
    const left = this.#holes.get(units.join());
    await send(this.store, { incident: current, units, reason: asked.reason, preempt: asked.preempt });
    this.page.sent(units, left);
    return undefined;
  }

  get hint() {
    return can("dispatch.assign") ? t("D dispatch · AR arrived · S status · RC recall · P plan · O order") : "";
  }
}
