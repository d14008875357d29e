// Step two: what it is about, where, what happened; with pictures.

import { el, say } from "../frame/dom.js";
import { checkField, choiceField, complain, dictationButton, numberField, placeField, selectField, textField } from "./fields.js";
import { page, t } from "./page.js";
import { missingFacts } from "./parties.js";
import { pictures } from "./pictures.js";

const SOURCES = () => [["visit", t("Found on a visit")], ["application", t("A party asked for it")], ["patrol", t("Found on patrol")], ["call", t("110 call")]];

export function factsStep(draft, tools) {
  const { state } = tools;
  draft.fields.source ??= "visit";
  return {
    body: [
      choiceField(draft, { name: "category", label: t("Category"), options: state.categories ?? [] }),
      placeField(draft, state.cells ?? []),
      twins(draft),
      narrative(draft),
      source(draft, state, tools),
      el("div", { class: "who2" }, numberField(draft, { name: "people", label: t("People involved") }), textField(draft, { name: "amount", label: t("Yuan in dispute"), inputmode: "decimal", maxlength: 15 })),
      checkField(draft, { name: "has_home_violence", label: t("Violence at home"), small: t("Shown only to those who work on it") }),
    ],
    foot: el("div", { class: "two" },
      el("button", { type: "button", class: "btn", text: t("Previous step"), on: { click: () => tools.step(0) } }),
      el("button", { type: "button", class: "btn fill", text: t("Next: risk"), on: { click: () => complain(missingFacts(draft.fields)) || tools.step(2) } })),
  };
}

// Is it known already? Asked while there is a line; without one the station sees it on arrival.
function twins(draft) {
  const told = el("p", { class: "hint", role: "status" });
  let timer = 0;
  const ask = async () => {
    const { address = "", lng, lat } = draft.fields;
    if (!page.urls.twins || (address.trim().length < 4 && lng === undefined)) return;
    const where = new URLSearchParams(lng === undefined ? { address } : { address, lng, lat });
    const found = await fetch(`${page.urls.twins}?${where}`, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : []), () => []);
    say(told, found.length ? t("Open here already: %(numbers)s. Another one raises the risk; ask before you register.", { numbers: found.map(({ number, title }) => `${number} ${title}`).join(t(", ")) }) : "");
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, 600); };
  requestAnimationFrame(() => document.querySelector(".place")?.addEventListener("input", later));
  later();
  return told;
}

function narrative(draft) {
  const field = textField(draft, { name: "narrative", label: t("What happened"), rows: 4, maxlength: 4000, placeholder: t("Since when, about what, what was done. No names or numbers of persons here.") });
  const bar = el("div", { class: "tools" });
  const told = el("p", { class: "hint", role: "status" });
  bar.append(pictures(draft, told));
  dictationButton(field.querySelector("textarea")).then((button) => button && bar.prepend(button));
  return el("div", { class: "gap8" }, field, bar, told);
}

// A call of the "nothing missed" list brings its number, place and cell along.
function source(draft, state, tools) {
  const calls = state.calls ?? [];
  const number = (call) => `${call.number} · ${call.address || call.cell}`;
  const pick = (chosen) => {
    const call = calls.find((one) => one.number === chosen);
    if (call) Object.assign(draft.fields, { address: draft.fields.address || call.address, cell: draft.fields.cell || call.cell });
    draft.changed();
    tools.redraw();
  };
  return el("div", { class: "gap8" },
    selectField(draft, { name: "source", label: t("Source"), options: SOURCES(), empty: null, onPick: () => { delete draft.fields.source_number; tools.redraw(); } }),
    draft.fields.source === "call" && (calls.length
      ? selectField(draft, { name: "source_number", label: t("Which call"), options: calls.map((call) => [call.number, number(call)]), onPick: pick })
      : textField(draft, { name: "source_number", label: t("Number of the call"), maxlength: 60 })));
}
