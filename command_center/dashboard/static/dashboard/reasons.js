// What stands below the list of units: who was passed over and why, and the reasons a choice asks for.

import { metres } from "./dispatch.js";
import { el, swap } from "./dom.js";
import { ageOf } from "./forces.js";
import { span, t } from "./words.js";

export function passedOver(over) {
  if (!over?.count) return [];
  const rows = (over.units ?? []).slice(0, 4).flatMap((unit) => [el("dt", { text: unit.call_sign }), el("dd", { text: [unit.text, unit.distance_m === undefined ? "" : metres(unit.distance_m)].filter(Boolean).join("·") })]);
  return [el("p", { class: "s12 t2 over-said", text: over.sentence || t("%(n)s passed over", { n: over.count }) }), rows.length ? el("dl", { class: "short" }, rows) : []];
}

export function whyAdded(unit, forces) {
  const calls = forces.doing(unit.call_sign).map((row) => row.incident.number);
  return [t("not in the recommendation"), unit.fix ? t("position %(age)s old", { age: span(ageOf(unit)) }) : t("no position"), ...calls].join("·");
}

export const wordsOf = (refusal) => [refusal.message, ...(refusal.errors ?? []).map((error) => error.message)].join(" ");

// What was answered so far, to be kept where the list is drawn anew.
export const saidIn = (node) => ({ reason: node.querySelector("[name=reason]")?.value ?? "", how: node.querySelector("[name=how]:checked")?.value ?? "next" });

export function ask(box, { isOverride, engaged, forces, said = saidIn(box) }) {
  const wanted = `${isOverride}${engaged.join()}`;
  if (box.dataset.drawn === wanted) return;
  box.dataset.drawn = wanted;
  const how = (value, text) => el("label", { class: "row" }, el("input", { type: "radio", name: "how", value, checked: said.how === value }), text);
  const others = engaged.map((sign) => `${sign} → ${forces.doing(sign)[0].incident.number}`).join(", ");
  swap(box, engaged.length ? el("fieldset", { class: "how" }, el("legend", { class: "s12 t2", text: t("On another call: %(units)s", { units: others }) }), how("next", t("as the next task, the present call stays first")), how("preempt", t("take it off that call"))) : [],
    isOverride || engaged.length ? el("div", { class: "field" }, el("label", { for: "recs-reason", text: isOverride ? t("Reason: not the first recommended") : t("Reason, when taken off a call") }), el("input", { class: "input", id: "recs-reason", name: "reason", maxlength: 200, autocomplete: "off", value: said.reason }), el("p", { class: "err", id: "recs-reason-said" })) : []);
}
