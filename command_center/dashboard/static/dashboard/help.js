// The help dialog: commands, keys, and each key to be moved or switched off on this seat.

import { button, el, swap } from "./dom.js";
import { board, t } from "./words.js";

const COMMANDS = [
  ["N", "New incident"], ["D 0912 P12 P14", "Sends units; “: reason” takes an engaged one off its call"], ["AR P12", "Arrived, told by voice"], ["S P12 busy", "Says what a unit is doing"], ["RC P12 …", "Recalls a unit, with the reason"],
  ["P 0912", "Activates the plan that fits"], ["O P12 : …", "Opens an order to units or agencies"], ["ST 0912 on_hold", "Moves an incident to a step"], ["CL 0912 …", "Closes with a disposition and a text"], ["NOTE 0912 …", "Adds to the timeline"],
  ["A 17", "Acknowledges an alert"], ["G 0912", "Opens an incident"], ["F q=…", "Lists what fits"], ["Tab", "Completes; again: the next"],
];

const shown = (key) => (key === "" ? t("off") : key === "Escape" ? "Esc" : key.toUpperCase());

function keyRow(keys, action, said) {
  const value = el("kbd", { text: shown(keys.chosen[action]) });
  const label = board.actions[action];
  const move = button(t("Change"), { kind: "sm quiet", "aria-label": t("Change the key of: %(action)s", { action: label }) });
  const listen = () => {
    said.textContent = t("Press the new key, Backspace for off");
    move.addEventListener("keydown", (event) => {
      if (event.key === "Tab" || event.key === "Shift") return;
      event.preventDefault();
      event.stopPropagation();
      const key = event.key === "Backspace" || event.key === "Delete" ? "" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const holder = keys.choose(action, key);
      said.textContent = holder ? t("Taken by: %(action)s", { action: board.actions[holder] }) : t("Kept on this seat");
      value.textContent = shown(keys.chosen[action]);
    }, { once: true });
  };
  move.addEventListener("click", listen);
  return el("tr", {}, el("td", {}, value), el("td", { text: label }), el("td", { class: "num" }, move));
}

export function showHelp(keys) {
  const before = document.activeElement;
  const said = el("p", { class: "s12 t3", role: "status" });
  const box = el("dialog", { class: "dialog wide", "aria-labelledby": "help-title" });
  const table = el("table", { class: "tbl" });
  const draw = () => swap(table, el("tbody", {}, Object.keys(board.actions).map((action) => keyRow(keys, action, said))));
  draw();
  const commands = el("table", { class: "tbl" }, el("tbody", {}, COMMANDS.map(([form, what]) => el("tr", {}, el("td", {}, el("kbd", { text: form })), el("td", { text: t(what) })))));
  box.append(el("h2", { class: "s16", id: "help-title", text: t("Help") }), el("div", { class: "two" }, el("div", {}, el("h3", { class: "s13 t2", text: t("Command line") }), commands), el("div", {}, el("h3", { class: "s13 t2", text: t("Keys of this seat") }), table, said)),
    el("div", { class: "row end" }, button(t("Default keys"), { onclick: () => { keys.reset(); draw(); } }), button(t("Back"), { kind: "fill", key: "Esc", onclick: () => box.close() })));
  box.addEventListener("close", () => { box.remove(); if (before?.isConnected) before.focus(); });
  document.body.append(box);
  box.showModal();
}
