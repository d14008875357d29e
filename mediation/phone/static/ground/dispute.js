// A dispute in four steps, consent first; only what is known at the door, the rest can follow.

import { el, swap } from "../frame/dom.js";
import { consentStep } from "./consent.js";
import { confirmStep } from "./confirm.js";
import { factsStep } from "./facts.js";
import { agreed, hasRefused, missingFacts } from "./parties.js";
import { t } from "./page.js";
import { riskStep } from "./risk.js";

const STEPS = [["Willing", consentStep], ["Facts", factsStep], ["Risk", riskStep], ["Confirm", confirmStep]];
const NAMES = () => [t("Willing"), t("Facts"), t("Risk"), t("Confirm")];

export const isDone = (draft, step) => [agreed(draft.fields) || hasRefused(draft.fields), missingFacts(draft.fields).length === 0, Array.isArray(draft.fields.answers), false][step];

function progress(draft, step, go) {
  return el("ol", { class: "prog", "aria-label": t("Steps") }, NAMES().map((name, at) => el("li", { class: at === step ? "now" : isDone(draft, at) ? "done" : "", "aria-current": at === step ? "step" : null },
    el("button", { type: "button", text: `${at + 1} ${name}${isDone(draft, at) && at !== step ? " ✓" : ""}`, on: { click: () => go(at) } }))));
}

// What the head says beside the title: the cell, then how the parties answered.
const aside = ({ fields }, step) => (step > 0 && agreed(fields) ? t("All parties agree") : step > 0 && hasRefused(fields) ? t("A party refuses") : fields.cell ? t("cell %(cell)s", { cell: fields.cell }) : "");

export function disputeForm(draft, tools, at = 0) {
  const step = Math.min(Math.max(Number(at) || 0, 0), STEPS.length - 1);
  const go = (next) => tools.go(`dispute/${draft.id || "new"}/${next}`);
  const body = el("div", { class: "sheet" });
  const foot = el("div", { class: "gap8" });
  const part = STEPS[step][1];
  draft.title = () => titleOf(draft.fields, tools.state);
  const redraw = () => {
    const made = part(draft, { ...tools, redraw, step: go });
    swap(body, made.body);
    swap(foot, made.foot);
    tools.head({ aside: aside(draft, step), under: progress(draft, step, go) });
  };
  redraw();
  return { title: t("Register a dispute"), aside: aside(draft, step), under: progress(draft, step, go), body, foot, back: () => (step ? `dispute/${draft.id || "new"}/${step - 1}` : "") };
}

// Place and matter, no person: this is what stands in lists.
export function titleOf(fields, state) {
  const category = (state.categories ?? []).find(([code]) => code === fields.category)?.[1] ?? "";
  return [category, fields.address || fields.cell].filter(Boolean).join(t(", "));
}
