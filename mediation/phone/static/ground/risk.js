// Step three: the checklist, about the dispute and never about a person; the grade follows from it.

import { el, say } from "../frame/dom.js";
import { checkField, note } from "./fields.js";
import { may, t } from "./page.js";
import { proposal } from "./grade.js";

export const GRADES = () => ({ red: t("Red"), orange: t("Orange"), yellow: t("Yellow"), blue: t("Blue") });
export const LETTERS = { red: "R", orange: "O", yellow: "Y", blue: "B" };

export function riskStep(draft, tools) {
  const checklist = tools.state.checklist;
  const foot = el("div", { class: "two" },
    el("button", { type: "button", class: "btn", text: t("Previous step"), on: { click: () => tools.step(1) } }),
    el("button", { type: "button", class: "btn fill", text: t("Next: confirm"), on: { click: () => tools.step(3) } }));
  if (!may("disputes.work") || !checklist) return { body: [note(t("The station assesses the risk when it has received it."))], foot };
  draft.fields.answers ??= [];
  const told = el("p", { class: "grade", role: "status" });
  const show = () => say(told, t("Proposed: %(grade)s, %(n)s points", { grade: GRADES()[proposal(checklist, draft.fields.answers).grade], n: proposal(checklist, draft.fields.answers).score }));
  const answer = (code) => (is) => {
    draft.set("answers", is ? [...draft.fields.answers, code] : draft.fields.answers.filter((one) => one !== code));
    show();
  };
  show();
  const items = checklist.items.map(({ code, text, weight }) => checkField(draft, { name: code, label: text, small: t("%(n)s points", { n: weight }), value: draft.fields.answers.includes(code), onPick: answer(code) }));
  return { body: [el("p", { class: "t2", text: t("Tick what is so. It is about this dispute, never about a person.") }), el("div", { class: "gap8" }, items), told], foot };
}
