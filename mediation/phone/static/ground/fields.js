// The fields of the phone's forms: built once, bound to one draft, big enough for a thumb.

import { byId, el, say, swap } from "../frame/dom.js";
import { page, t } from "./page.js";
import { cellAt, locate } from "./place.js";

const SHOWN = 5; // of a longer list; the rest is behind "more"

export const note = (text, kind = "") => el("p", { class: `note ${kind}`, text });

const wrap = (name, label, input, hint) => el("div", { class: "field" }, el("label", { for: `f-${name}`, text: label }), input, hint && el("p", { class: "hint", text: hint }));

export function textField(draft, { name, label, hint, rows, value = draft.fields[name] ?? "", onText = (text) => draft.set(name, text), ...attributes }) {
  const id = `f-${name}`;
  const tag = rows ? "textarea" : "input";
  const input = el(tag, { id, class: rows ? "input area" : "input", name, rows, autocomplete: "off", ...attributes });
  input.value = value;
  input.addEventListener("input", () => onText(input.value));
  return wrap(name, label, input, hint);
}

export const numberField = (draft, { name, ...how }) =>
  textField(draft, { name, inputmode: "numeric", pattern: "[0-9]*", maxlength: 6, onText: (text) => draft.set(name, /^\d+$/.test(text) ? Number(text) : text), ...how });

export function selectField(draft, { name, label, options, hint, empty = t("Choose…"), onPick = () => {} }) {
  const select = el("select", { id: `f-${name}`, class: "input", name }, empty !== null && el("option", { value: "", text: empty }),
    options.map(([value, text]) => el("option", { value, text })));
  select.value = String(draft.fields[name] ?? "");
  select.addEventListener("change", () => { draft.set(name, select.value); onPick(select.value); });
  return wrap(name, label, select, hint);
}

// Options as tiles; where there are many, the first five and a list of the others.
export function choiceField(draft, { name, label, options, value = draft.fields[name], onPick = (picked) => draft.set(name, picked) }) {
  const long = options.length > SHOWN + 1;
  const [tiles, rest] = long ? [options.slice(0, SHOWN), options.slice(SHOWN)] : [options, []];
  const group = el("div", { class: "choice" });
  const radios = tiles.map(([code, text]) => {
    const input = el("input", { type: "radio", name: `f-${name}`, value: code });
    input.checked = String(value ?? "") === String(code);
    input.addEventListener("change", () => { clear(); onPick(code); });
    return el("label", { class: "pick" }, input, el("span", { text }));
  });
  const more = long && el("select", { class: "input" }, el("option", { value: "", text: t("%(n)s more kinds", { n: rest.length }) }), rest.map(([code, text]) => el("option", { value: code, text })));
  const clear = () => { if (more) { more.value = ""; more.classList.remove("on"); } };
  if (more) {
    more.value = rest.some(([code]) => code === value) ? value : "";
    more.classList.toggle("on", more.value !== "");
    more.addEventListener("change", () => {
      more.classList.toggle("on", more.value !== "");
      for (const radio of group.querySelectorAll("input")) radio.checked = false;
      onPick(more.value);
    });
  }
  group.append(...radios, ...(more ? [el("label", { class: "pick more" }, el("span", { class: "visually-hidden", text: `${label}: ${t("More")}` }), more)] : []));
  return el("fieldset", {}, el("legend", { text: label }), group);
}

// One answer of a few, each with a sentence that says what comes of it.
export function askField({ name, label, options, value, onPick }) {
  const rows = options.map(([code, text, small]) => {
    const input = el("input", { type: "radio", name, value: code });
    input.checked = value === code;
    input.addEventListener("change", () => onPick(code));
    return el("label", { class: "opt" }, input, el("span", { class: "ring" }), el("span", { class: "said" }, el("b", { text }), small && el("small", { text: small })));
  });
  return el("fieldset", { class: "ask" }, el("legend", { class: label ? "" : "visually-hidden", text: label || t("Which answer") }), rows);
}

export function checkField(draft, { name, label, small, value = draft.fields[name], onPick = (is) => draft.set(name, is) }) {
  const input = el("input", { type: "checkbox", name: `f-${name}` });
  input.checked = Boolean(value);
  input.addEventListener("change", () => onPick(input.checked));
  return el("label", { class: "opt tick" }, input, el("span", { class: "box" }), el("span", { class: "said" }, el("b", { text: label }), small && el("small", { text: small })));
}

// Address, position and cell belong together: a position names its cell, even without a line.
export function placeField(draft, cells, { label = t("Place") } = {}) {
  const { fields } = draft;
  const address = textField(draft, { name: "address", label, maxlength: 200, enterkeyhint: "next", placeholder: t("Street, compound, building") });
  const cell = el("select", { class: "input", name: "cell", "aria-label": t("Grid cell") }, el("option", { value: "", text: t("Grid cell") }), cells.map((one) => el("option", { value: one.code, text: `${one.code} ${one.name}` })));
  const told = el("p", { class: "hint", role: "status" });
  const button = el("button", { type: "button", class: "btn", text: t("Use my position"), on: { click: find } });
  cell.value = fields.cell ?? "";
  cell.addEventListener("change", () => { draft.set("cell", cell.value); tell(); });

  async function find() {
    say(told, t("Finding the position…"));
    const fix = await locate();
    if (!fix) return say(told, t("No position. Type the address or choose the cell."));
    Object.assign(fields, fix, { cell: cellAt(cells, fix)?.code ?? fields.cell ?? "" });
    cell.value = fields.cell;
    draft.changed();
    tell();
  }

  function tell() {
    const parts = ["lng" in fields && t("Position taken, ±%(n)s m", { n: fields.position_error_m }), fields.cell && t("responsible cell %(cell)s", { cell: fields.cell })];
    say(told, parts.filter(Boolean).join(" · "));
  }

  tell();
  return el("div", { class: "place" }, address, el("div", { class: "tools" }, button, el("label", { class: "pick" }, el("span", { class: "visually-hidden", text: t("Grid cell") }), cell)), told);
}

// Words spoken instead of typed; only where the browser understands speech without a line.
export async function dictationButton(area) {
  const Recognition = globalThis.SpeechRecognition;
  const how = { langs: [page.language], processLocally: true };
  if (!Recognition?.available || (await Recognition.available(how).catch(() => "")) !== "available") return null;
  const button = el("button", { type: "button", class: "btn", text: t("Dictate") });
  button.addEventListener("click", () => {
    const ear = Object.assign(new Recognition(), { lang: page.language, processLocally: true });
    ear.addEventListener("result", ({ results }) => {
      area.value += results[results.length - 1][0].transcript;
      area.dispatchEvent(new Event("input"));
    });
    ear.start();
  });
  return button;
}

// What is missing, said above the foot and read out.
export function complain(sentences) {
  const faults = byId("faults");
  swap(faults, sentences.map((sentence) => el("p", { text: `! ${sentence}` })));
  faults.hidden = sentences.length === 0;
  if (sentences.length) faults.scrollIntoView({ block: "nearest" });
  return sentences.length > 0;
}
