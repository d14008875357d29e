// What is known of the ground around the incident: warnings, history, who answers for it, nearby calls.

import { now } from "./clock.js";
import { el } from "./dom.js";
import { board, letter, nameOf, stamp, t } from "./words.js";

const rowsOf = (answer, ...names) => {
  if (Array.isArray(answer)) return answer;
  for (const name of names) if (Array.isArray(answer?.[name])) return answer[name];
  return [];
};

function section(title, age, ...kids) {
  return el("section", {}, el("div", { class: "ph-bar" }, el("h2", { text: title }), el("span", { class: "age", text: age ?? "" })), kids);
}

function warnings(premise) {
  const notes = rowsOf(premise, "notes");
  const text = (note) => [note.text, t("until %(day)s", { day: note.expires_on }), note.author].join("·");
  return section(t("Premise warnings"), notes.length ? t("%(n)s in force", { n: notes.length }) : "",
    notes.length ? notes.map((note) => el("p", { text: text(note) })) : el("p", { class: "t3", text: premise ? t("None for this place.") : t("Not known: no position, or not read.") }));
}

function responsible(incident, cell) {
  const found = cell ?? incident.cell;
  const people = rowsOf(cell, "postings").filter((row) => row.is_current).map((row) => `${row.name} ${row.badge_number}`);
  const lines = [found?.agency?.name ?? incident.agency?.name, people.join("·")].filter(Boolean);
  return section(t("Responsible cell"), found?.code ?? "", el("p", { text: found?.name ?? t("In no cell") }), lines.map((text) => el("p", { text })));
}

function calls(title, age, rows, open, none) {
  const row = (call) => el("li", { class: "row" }, el("span", { class: `prio p${call.level}`, text: letter(call.level) }), el("button", { type: "button", class: "linkish", text: call.number, on: { click: () => open(call.number) } }),
    el("span", { class: "cut", text: nameOf(call.category) }), el("span", { class: "push t3 nb", text: [call.distance_m !== undefined ? `${Math.round(call.distance_m)} m` : "", stamp(call.reported_at, now())].filter(Boolean).join("·") }));
  return section(title, age, rows.length ? el("ul", { class: "near" }, rows.slice(0, 5).map(row)) : el("p", { class: "t3", text: none }));
}

export function around({ incident, premise, cell, near, placed, open }) {
  const others = (rows) => rows.filter((row) => row.number !== incident.number);
  const close = others(rowsOf(near, "results"));
  const before = others(rowsOf(premise, "incidents"));
  return [
    el("div", { class: "two" }, warnings(premise), responsible(incident, cell)),
    calls(t("Nearby calls"), placed ? board.duplicate_rule : "", close, open, placed ? (near ? t("No other call near this one.") : t("Could not be read.")) : t("No position yet.")),
    before.length ? calls(t("Earlier at this place"), t("%(n)s known", { n: before.length }), before, open, "") : [],
  ];
}
