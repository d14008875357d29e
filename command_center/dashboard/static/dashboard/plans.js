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

export const sent = ({ preview }) => preview.units.flatMap((force) => force.sent);
export const lacking = ({ preview }) => preview.shortfalls;

function summary(plan) {
  const { orders, checks, notify } = plan.preview;
  const more = [orders.length && t("%(n)s orders", { n: orders.length }), notify.length && t("%(n)s told", { n: notify.length }), checks.length && t("%(n)s to check", { n: checks.length })];
  return [sent(plan).length ? t("sends %(units)s", { units: sent(plan).join(", ") }) : t("sends nobody"), ...more, ...lacking(plan).map((text) => `! ${text}`)].filter(Boolean).join("·");
}

export function activate(store, incident, plan) {
  return ask({
    title: t("Activate “%(plan)s” for %(number)s?", { plan: plan.name, number: incident.number }),
    text: summary(plan),
    confirm: t("Activate"),
    send: async () => {
      await post(`${base(incident.number)}${encodeURIComponent(plan.code)}/activate/`, {});
      kept.delete(incident.number);
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
    if (this.#number === incident.number && kept.has(incident.number)) return;
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
    if (!best) return undefined;
    const runs = this.#plans.find((plan) => plan.activation !== null);
    if (runs) return swap(this.node, el("div", { class: "row" }, el("span", { class: "s12 t2", text: t("Plan") }), el("b", { class: "cut", text: runs.name }), el("span", { class: "tag strong", text: t("at work") }), el("a", { class: "btn sm push", href: `/plans/at-work/${runs.activation}/`, text: t("Checklist") })));
    const may = can("plans.activate") && this.store.forces.maySend;
    return swap(this.node, el("div", { class: "row" }, el("span", { class: "s12 t2", text: t("Plan") }), el("b", { class: "cut", text: best.name }), others.length ? el("span", { class: "count", text: t("%(n)s more fit", { n: others.length }) }) : [], may ? button(t("Activate"), { kind: "sm push", key: "P", onclick: () => this.activate() }) : []),
      el("p", { class: lacking(best).length ? "note warn s12" : "s12 t2", text: summary(best) }));
  }

  get best() {
    return this.#plans[0] ?? null;
  }

  activate() {
    if (!this.best || this.#plans.some((plan) => plan.activation !== null) || !this.#incident || !can("plans.activate") || !this.store.forces.maySend) return false;
    activate(this.store, this.#incident, this.best);
    return true;
  }
}
