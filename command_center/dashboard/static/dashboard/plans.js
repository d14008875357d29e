// The response plan that fits: what it would send and what it lacks, activated by one keystroke and a yes.

import { get, post, query } from "./api.js";
import { ask, toast } from "./dialog.js";
import { button, el, swap } from "./dom.js";
import { can, t } from "./words.js";

const kept = new Map(); // by incident number, for the command line's preview

const base = (number) => `incidents/${encodeURIComponent(number)}/plans/`;
export const plansFor = (number) => kept.get(number) ?? null;

export async function readPlans(number, { signal } = {}) {
  const found = await get(query(base(number), { limit: 5 }), { signal, timeout: 6000 });
  const rows = found.results ?? found;
  kept.set(number, rows);
  return rows;
}

export const sent = (plan) => plan.units.flatMap((force) => force.sent);
export const lacking = (plan) => plan.shortfalls;

function summary(plan) {
  return [sent(plan).length ? t("sends %(units)s", { units: sent(plan).join(", ") }) : t("sends nobody"), ...lacking(plan).map((text) => `! ${text}`)].join("·");
}

export function activate(store, incident, plan) {
  return ask({
    title: t("Activate “%(plan)s” for %(number)s?", { plan: plan.name, number: incident.number }),
    text: summary(plan),
    fields: lacking(plan).length ? [{ name: "reason", label: t("Note on what is lacking"), maxlength: 200 }] : [],
    confirm: t("Activate"),
    send: async ({ reason }) => {
      const answer = await post(`${base(incident.number)}${encodeURIComponent(plan.code)}/activate/`, reason ? { reason } : {});
      for (const row of answer?.assignments ?? []) if (row?.incident) store.forces.learnAssignment(row);
      toast(t("“%(plan)s” is activated for %(number)s", { plan: plan.name, number: incident.number }));
      store.forces.pick([]);
      store.dispatchEvent(new CustomEvent("touch", { detail: { number: incident.number } }));
    },
  });
}

export class PlanHint {
  #reading = null;
  #number = null;
  #plans = [];
  #incident = null;

  constructor(store) {
    this.store = store;
    this.node = el("section", { class: "plan-hint", id: "plan-hint", hidden: true });
  }

  close() {
    this.#reading?.abort();
    this.#number = null;
    this.#plans = [];
    this.node.hidden = true;
  }

  async show(incident) {
    this.#incident = incident;
    if (this.#number === incident.number) return;
    this.#number = incident.number;
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    try {
      this.#plans = await readPlans(incident.number, { signal });
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      return;
    }
    if (this.#number === incident.number) this.#draw();
  }

  #failed(error) {
    this.node.hidden = error.status === 403 || error.status === 404;
    swap(this.node, el("p", { class: "s12 t3", text: `${t("! Plans could not be read")}·${error.message}` }));
  }

  #draw() {
    const [best, ...others] = this.#plans;
    this.node.hidden = !best;
    if (!best) return;
    const may = can("plans.activate") && this.store.forces.maySend;
    swap(this.node, el("div", { class: "row" }, el("span", { class: "s12 t2", text: t("Plan") }), el("b", { class: "cut", text: best.name }), others.length ? el("span", { class: "count", text: t("%(n)s more fit", { n: others.length }) }) : [], may ? button(t("Activate"), { kind: "sm push", key: "P", onclick: () => this.activate() }) : []),
      el("p", { class: lacking(best).length ? "note warn s12" : "s12 t2", text: summary(best) }));
  }

  get best() {
    return this.#plans[0] ?? null;
  }

  activate() {
    if (!this.best || !this.#incident || !can("plans.activate") || !this.store.forces.maySend) return false;
    activate(this.store, this.#incident, this.best);
    return true;
  }
}
