// Visits, errands and the service counter: to addresses, of nobody who was met there.

import { el } from "../frame/dom.js";
import { choiceField, numberField, placeField, selectField, textField } from "./fields.js";
import { begun, localDay, page, t, when } from "./page.js";
import { pictures } from "./pictures.js";
import { PLACE, filled, pick, simpleForm } from "./simple.js";

const shots = (draft) => {
  const told = el("p", { class: "hint", role: "status" });
  return el("div", { class: "gap8" }, pictures(draft, told), told);
};
const labelOf = (options, code) => (options ?? []).find(([value]) => value === code)?.[1] ?? "";

// ── a visit ──────────────────────────────────────────────────
const taskOf = ({ task }, state) => (state.tasks ?? []).find(({ id }) => String(id) === String(task));

function visitFields(draft, state, redraw) {
  const { fields } = draft;
  fields.outcome ??= "met";
  fields.found ??= "nothing";
  const task = taskOf(fields, state);
  const chosen = () => {
    const mine = taskOf(fields, state);
    if (mine) Object.assign(fields, { purpose: mine.purpose, cell: fields.cell || mine.cell, address: fields.address || mine.address });
    redraw();
  };
  return [
    (state.tasks ?? []).length > 0 && selectField(draft, { name: "task", label: t("For which task"), empty: t("none, on my own"), options: state.tasks.map((one) => [one.id, `${one.title} · ${t("until %(time)s", { time: when(one.due_at) })}`]), onPick: chosen }),
    choiceField(draft, { name: "kind", label: t("Kind of address"), options: state.visit.kinds }),
    selectField(draft, { name: "purpose", label: t("What for"), options: state.visit.purposes }),
    placeField(draft, state.cells),
    choiceField(draft, { name: "outcome", label: t("Outcome"), options: state.visit.outcomes }),
    choiceField(draft, { name: "found", label: t("Found"), options: state.visit.found }),
    ...(task?.questions ?? []).map((question) => asked(draft, question)),
    textField(draft, { name: "text", label: t("Note, no names"), rows: 3, maxlength: 1000 }),
    shots(draft),
  ];
}

function asked(draft, question) {
  const answers = (draft.fields.answers ??= {});
  const set = (value) => { answers[question.id] = value; draft.changed(); };
  const label = question.text + (question.is_required ? " *" : "");
  if (question.kind === "number") return numberField(draft, { name: `q-${question.id}`, label, value: answers[question.id] ?? "", onText: (text) => set(/^\d+$/.test(text) ? Number(text) : "") });
  const options = question.kind === "choice" ? question.choices.map((word) => [word, word]) : [[true, t("Yes")], [false, t("No")]];
  return choiceField(draft, { name: `q-${question.id}`, label, options, value: answers[question.id], onPick: set });
}

const unanswered = (fields, state) => (taskOf(fields, state)?.questions ?? []).filter(({ id, is_required }) => is_required && fields.outcome === "met" && [undefined, ""].includes(fields.answers?.[id]));

export const visitForm = simpleForm({
  heading: () => t("Record a visit"),
  fields: visitFields,
  missing: (fields, state) => [!fields.kind && t("Choose the kind of address."), !fields.purpose && t("Say what the visit is for."), !fields.address?.trim() && !taskOf(fields, state) && t("Say the address."), ...unanswered(fields, state).map(({ text }) => t("Please answer: %(question)s", { question: text }))],
  title: (fields, state) => [labelOf(state.visit.purposes, fields.purpose), fields.address || fields.cell].filter(Boolean).join(t(", ")),
  request: (draft) => ({
    path: page.urls.visits,
    photoPath: page.urls.visit_photos.replace("__", "{id}"),
    body: { ...pick(draft.fields, ["kind", "purpose", "outcome", "found", "text", "task", ...PLACE]), answers: filled(draft.fields.answers ?? {}), visited_at: begun(draft) },
  }),
});

// ── an errand ────────────────────────────────────────────────
export const errandForm = simpleForm({
  heading: () => t("Take an errand"),
  fields: (draft, state) => [
    choiceField(draft, { name: "kind", label: t("Kind of errand"), options: state.errand.kinds }),
    textField(draft, { name: "text", label: t("What is to be done"), rows: 3, maxlength: 500 }),
    textField(draft, { name: "due_on", label: t("Until"), type: "date" }),
    placeField(draft, state.cells),
    el("div", { class: "who2" }, textField(draft, { name: "client_name", label: t("For whom"), maxlength: 60 }), textField(draft, { name: "client_phone", label: t("Telephone"), maxlength: 40, inputmode: "tel" })),
    el("p", { class: "hint", text: t("Name and number are encrypted, shown masked, and emptied a year after the end.") }),
  ],
  missing: (fields) => [!fields.kind && t("Choose the kind of errand."), !fields.text?.trim() && t("Say what is to be done."), !fields.due_on && t("Say until when.")],
  title: (fields, state) => [labelOf(state.errand.kinds, fields.kind), fields.address || fields.cell].filter(Boolean).join(t(", ")),
  request: (draft) => ({
    path: page.urls.errands,
    body: { ...pick(draft.fields, ["kind", "text", "address", "cell", "client_name", "client_phone"]), officer: page.officer, due_at: `${draft.fields.due_on}T18:00:00+08:00` },
  }),
});

// ── the counter ──────────────────────────────────────────────
export const countForm = simpleForm({
  heading: () => t("Service counter"),
  fields: (draft, state) => {
    draft.fields.times ??= 1;
    return [
      choiceField(draft, { name: "kind", label: t("What was asked for"), options: state.counter.kinds }),
      state.counter.items.length > 0 && selectField(draft, { name: "item", label: t("Service item"), empty: t("none in particular"), options: state.counter.items }),
      numberField(draft, { name: "times", label: t("How often") }),
    ];
  },
  missing: (fields) => [!fields.kind && t("Choose what was asked for."), !(fields.times > 0) && t("How often? A whole number above nought.")],
  title: (fields, state) => `${labelOf(state.counter.kinds, fields.kind)} × ${fields.times ?? ""}`,
  request: (draft) => ({ path: page.urls.counts, body: { ...pick(draft.fields, ["kind", "item", "times"]), counted_on: localDay(begun(draft)) } }),
});
