// One unit in front of the page: what it is and does, and what can be done with it without a mouse.

import { setStatus, checkIn, stageName } from "./dispatch.js";
import { ask, toast } from "./dialog.js";
import { button, el } from "./dom.js";
import { ageOf, isStale, statusName } from "./forces.js";
import { now } from "./clock.js";
import { board, can, hms, pageOf, span, stamp, t } from "./words.js";

const BY_HAND = ["patrol", "standby", "busy", "out", "off"]; // the others follow from assignments

export function statusOf(store, unit, status = "") {
  return ask({
    title: t("Status of %(unit)s", { unit: unit.call_sign }),
    text: t("Assigned, on the way and on scene follow from its calls."),
    fields: [
      { name: "status", label: t("Status"), required: true, value: status || unit.status, options: BY_HAND.map((value) => ({ value, label: statusName(value) })) },
      { name: "channel", label: t("It was said by"), options: board.channels_spoken.map(([value, label]) => ({ value, label })), value: "radio", blank: false },
      { name: "note", label: t("Note"), maxlength: 120 },
    ],
    confirm: t("Save"),
    send: (values) => setStatus(store, unit, values),
  });
}

export function checkInFor(store, sign) {
  return ask({
    title: t("%(unit)s is safe?", { unit: sign }),
    text: t("Only after hearing it from the unit; the timer starts anew."),
    fields: [{ name: "said", label: t("What was said"), required: true, maxlength: 200 }, { name: "channel", label: t("It was said by"), options: board.channels_spoken.slice(0, 2).map(([value, label]) => ({ value, label })), value: "radio", blank: false }],
    confirm: t("Check in"),
    send: (values) => checkIn(store, sign, values),
  });
}

function position(unit) {
  if (!unit.fix) return t("no position");
  const age = t("%(n)s s ago", { n: Math.round(ageOf(unit)) });
  return [ageOf(unit) < 120 ? age : span(ageOf(unit)), hms(unit.fix.at), unit.fix.source, isStale(unit) ? t("! old: not recommended") : ""].filter(Boolean).join("·");
}

function about(store, unit) {
  const { forces } = store;
  const timer = forces.timers.get(unit.call_sign);
  const names = unit.capabilities.map((code) => board.capabilities[code] ?? code).join("·");
  const calls = forces.doing(unit.call_sign).map((row) => `${row.incident.number} ${stageName(row.stage)}${row.is_primary ? "" : ` (${t("next task")})`}`).join(", ");
  const rows = [
    [t("Status"), [statusName(unit.status), stamp(unit.status_since, now()), unit.status_note].filter(Boolean).join("·")],
    [t("Kind"), [board.unit_kinds[unit.kind], unit.vehicle, unit.is_armed && t("armed")].filter(Boolean).join("·")],
    [t("Agency"), [unit.agency.name, unit.station?.name].filter(Boolean).join("·")],
    [t("Can do"), names || "—"],
    [t("Position"), position(unit)],
    [t("Calls"), calls || t("none")],
    timer && [t("Check-in due"), hms(timer.due_at)],
  ].filter(Boolean);
  return el("dl", { class: "kv" }, rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]));
}

export function showUnit(store, page, sign) {
  const { forces } = store;
  const unit = forces.units.get(sign);
  if (!unit) return toast(t("%(unit)s is not in your scope.", { unit: sign }), { bad: true });
  const before = document.activeElement;
  const box = el("dialog", { class: "dialog", id: "unit-card", "aria-labelledby": "unit-title" });
  const act = (label, run, options = {}) => button(label, { ...options, onclick: () => { box.close(); run(); } });
  const incident = store.incidents.get(store.selected);
  const isOpen = incident && !board.sections.closed.includes(incident.state);
  const acts = [
    isOpen && forces.maySend && act(t("Send to %(number)s", { number: incident.number }), () => page.dispatch(sign), { kind: "fill", key: "D" }),
    can("units.status") && act(t("Status"), () => statusOf(store, unit), { key: "S" }),
    can("dispatch.assign") && forces.timers.has(sign) && act(t("Check in"), () => checkInFor(store, sign)),
    unit.fix && page.map() && act(t("Show on the map"), () => page.locate({ sign })),
    el("a", { class: "btn quiet", href: pageOf("unit", sign), text: t("Full page") }),
  ].filter(Boolean);
  box.append(el("h2", { class: "s16", id: "unit-title", text: [unit.call_sign, unit.name].filter(Boolean).join(" ") }), about(store, unit), el("div", { class: "row end wrap" }, button(t("Back"), { key: "Esc", onclick: () => box.close() }), acts));
  box.addEventListener("keydown", (event) => {
    const found = event.key.length === 1 && [...box.querySelectorAll("button")].find((node) => node.querySelector("kbd")?.textContent === event.key.toUpperCase());
    if (found) { event.preventDefault(); found.click(); }
  });
  box.addEventListener("close", () => { box.remove(); if (before?.isConnected && !document.querySelector("dialog[open]") && document.activeElement === document.body) before.focus(); });
  document.body.append(box);
  box.showModal();
  (acts[0] ?? box.querySelector("button")).focus();
  return box;
}
