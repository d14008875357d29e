// Server time on this seat, and the one tick by which every timer on the page counts on.

import { board, dayOf, hms, length, targetOf } from "./words.js";
import { byId, flag, say } from "./dom.js";

let offset = Date.parse(board.server_time) - Date.now();
const listeners = new Set();

export const now = () => Date.now() + offset;
export const sync = (serverTime) => {
  offset = Date.parse(serverTime) - Date.now();
};
export const everySecond = (listener) => listeners.add(listener);

// Marks a timer element: counted from `since`, judged by a target of seconds where there is one.
export function time(node, since, target = {}) {
  node.dataset.since = since ?? "";
  node.dataset.soon = target.soon ?? "";
  node.dataset.late = target.late ?? "";
  paint(node, now());
}

// The timer of an incident: how long it is in its state, by the target of that stage.
export function timeState(node, incident) {
  time(node, incident.since ?? incident.reported_at, targetOf(incident, board.stage_of[incident.state]));
}

function paint(node, at) {
  if (!node.dataset.since) return say(node, "");
  const age = (at - Date.parse(node.dataset.since)) / 1000;
  const late = node.dataset.late && age >= Number(node.dataset.late);
  flag(node, "late", late);
  flag(node, "soon", !late && node.dataset.soon && age >= Number(node.dataset.soon));
  return say(node, length(age));
}

function tick() {
  const at = now();
  say(byId("clock-time"), hms(at));
  say(byId("clock-day"), dayOf(at));
  for (const node of document.querySelectorAll(".timer[data-since]")) paint(node, at);
  for (const listener of listeners) listener(at);
}

export function start() {
  tick();
  setInterval(tick, 1000);
}
