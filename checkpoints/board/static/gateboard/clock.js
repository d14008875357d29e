// The server's time on this screen, measured, and one tick at the stroke of each of its seconds.

import { page } from "./page.js";

const DISTRUST_MS = 60_000; // a better measurement than the last is waited for no longer than this

let offset = Date.parse(page.server_time) - Date.now();
let best = { took: Infinity, at: 0 };
const listeners = new Set();

export const now = () => Date.now() + offset;

// An answer that took long says little about the moment it was written: the quickest one holds.
export function measure(serverTime, asked, answered = Date.now()) {
  const took = answered - asked;
  if (!serverTime || (took > best.took && answered - best.at < DISTRUST_MS)) return;
  best = { took, at: answered };
  offset = Date.parse(serverTime) - (asked + took / 2);
}

export function everySecond(listener) {
  listeners.add(listener);
}

function tick() {
  const at = now();
  for (const listener of listeners) listener(at);
  setTimeout(tick, 1000 - (now() % 1000));
}

export const start = tick;
