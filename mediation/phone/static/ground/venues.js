// Inspections of venues by their checklist, and hazards: found, rectified, verified.

import { el } from "../frame/dom.js";
import { askField, choiceField, numberField, placeField, selectField, textField } from "./fields.js";
import { begun, page, t, urlOf } from "./page.js";
import { pictures } from "./pictures.js";
import { PLACE, filled, missingPlace, pick, simpleForm } from "./simple.js";

const shots = (draft) => {
  const told = el("p", { class: "hint", role: "status" });
  return el("div", { class: "gap8" }, pictures(draft, told), told);
};
const venueOf = ({ venue }, state) => state.venues.find(({ id }) => String(id) === String(venue));
const itemsOf = (fields, state) => state.checklists[venueOf(fields, state)?.checklist]?.items ?? [];

// ── an inspection ────────────────────────────────────────────
function inspectionFields(draft, state, redraw) {
  const { fields } = draft;
  fields.kind ??= "routine";
  fields.answers ??= {};
  const items = itemsOf(fields, state);
  return [
    selectField(draft, { name: "venue", label: t("Venue"), options: state.venues.map((one) => [one.id, `${one.name} · ${one.kind_name}`]), onPick: () => { fields.answers = {}; redraw(); } }),
    choiceField(draft, { name: "kind", label: t("Kind of inspection"), options: state.inspection.kinds }),
    fields.venue && !items.length && el("p", { class: "note warn", text: t("No checklist of this kind is in force; say what you saw as a hazard or a note.") }),
    ...items.map((item) => line(draft, item, redraw)),
    el("div", { class: "who2" }, numberField(draft, { name: "cases", label: t("Cases found") }), numberField(draft, { name: "people", label: t("People dealt with") })),
    textField(draft, { name: "note", label: t("Note, no names"), rows: 2, maxlength: 300 }),
    shots(draft),
  ];
}

function line(draft, item, redraw) {
  const answer = (draft.fields.answers[item.id] ??= {});
  const set = (changes) => { Object.assign(answer, changes); draft.changed(); };
  const count = (name, label) => numberField(draft, { name: `${name}-${item.id}`, label, value: answer[name] ?? "", onText: (text) => set({ [name]: /^\d+$/.test(text) ? Number(text) : "" }) });
  return el("section", { class: "card pad" },
    askField({ name: `item-${item.id}`, label: item.text, value: answer.verdict, onPick: (verdict) => { set({ verdict }); redraw(); }, options: [["met", t("Met")], ["missed", t("Not met"), t("Becomes a hazard with a deadline")], ["none", t("Does not apply")]] }),
    item.help_text && el("p", { class: "hint", text: item.help_text }),
    item.answered_by === "share" && answer.verdict && answer.verdict !== "none" && el("div", { class: "who2" }, count("done", t("how many")), count("of", t("of how many"))),
    answer.verdict === "missed" && textField(draft, { name: `note-${item.id}`, label: t("What is wrong"), value: answer.note ?? "", maxlength: 200, onText: (note) => set({ note }) }));
}

export const inspectionForm = simpleForm({
  heading: () => t("Inspect a venue"),
  fields: inspectionFields,
  missing: (fields, state) => [!fields.venue && t("Choose the venue."), ...itemsOf(fields, state).filter(({ id }) => !fields.answers?.[id]?.verdict).map(({ text }) => t("Please answer: %(question)s", { question: text }))],
  title: (fields, state) => venueOf(fields, state)?.name ?? "",
  request: (draft, state) => ({
    path: page.urls.inspections,
    photoPath: `${page.urls.inspection_photos.replace("__", "{id}")}?taken_at={taken_at}`,
    body: {
      ...pick(draft.fields, ["venue", "kind", "note", "cases", "people"]),
      answers: itemsOf(draft.fields, state).map(({ id }) => filled({ item: id, ...draft.fields.answers[id] })), at: begun(draft),
    },
  }),
});

// ── a hazard ─────────────────────────────────────────────────
export const hazardForm = simpleForm({
  heading: () => t("Report a hazard"),
  fields: (draft, state) => {
    draft.fields.found_in ??= "visit";
    draft.fields.level ??= "general";
    return [
      selectField(draft, { name: "venue", label: t("Venue"), empty: t("none, on open ground"), options: state.venues.map((one) => [one.id, one.name]) }),
      placeField(draft, state.cells),
      textField(draft, { name: "text", label: t("What is wrong"), rows: 3, maxlength: 300 }),
      choiceField(draft, { name: "level", label: t("How grave"), options: state.hazard.levels }),
      choiceField(draft, { name: "found_in", label: t("Found on"), options: state.hazard.found_in }),
      shots(draft),
    ];
  },
  missing: (fields) => [!fields.text?.trim() && t("Say what is wrong."), !fields.venue && missingPlace(fields), !fields.venue && !fields.address?.trim() && t("Say the address.")],
  title: (fields, state) => [fields.text?.slice(0, 30), venueOf(fields, state)?.name ?? fields.address].filter(Boolean).join(t(", ")),
  request: (draft) => ({
    path: page.urls.hazards,
    photoPath: `${page.urls.hazard_photos.replace("__", "{number}")}?taken_at={taken_at}`,
    body: { ...pick(draft.fields, ["venue", "text", "level", "found_in", ...PLACE]), found_at: begun(draft) },
  }),
});

// ── what happens to a hazard afterwards ──────────────────────
const SAID = { rectify: "done", verify: "seen", "send-back": "reason" }; // what the words are called
const hazardOf = ({ hazard }, state) => state.hazards.find(({ id }) => id === hazard);

export const hazardEdit = simpleForm({
  heading: () => t("Work on a hazard"),
  fields: (draft, state, redraw) => {
    const { fields } = draft;
    const row = fields.seen ?? hazardOf(fields, state);
    fields.seen = row; // what the officer saw when she wrote: the other version, should it change
    return [
      el("section", { class: "card pad" }, el("h2", { text: row.number }), el("p", { text: row.where }), el("p", { class: "t2", text: row.text })),
      askField({ name: "act", label: t("What was done"), value: fields.act, onPick: (act) => { draft.set("act", act); redraw(); }, options: row.acts }),
      textField(draft, { name: "text", label: t("What you saw"), rows: 3, maxlength: 300 }),
    ];
  },
  missing: (fields) => [!fields.act && t("Say what was done."), !fields.text?.trim() && t("Say what you saw.")],
  title: ({ seen }) => [seen?.number, seen?.where].filter(Boolean).join(" "),
  request: (draft) => {
    const { seen, act, text } = draft.fields;
    return { path: `${urlOf("hazard", seen.number)}${act}/`, version: seen.version, body: { [SAID[act]]: text, version: seen.version }, row: urlOf("hazard", seen.number) };
  },
});
