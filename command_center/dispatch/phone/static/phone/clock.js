// The time as the server has it: a phone whose clock is wrong tells no wrong times.

import { BEHIND } from "../frame/outbox.js";
import { box } from "./box.js";

let behind = 0;

// Taken over from the last time the server was asked who is signed in.
export async function setClock() {
  behind = (await box.kept(BEHIND)) ?? 0;
}

export const now = () => new Date(Date.now() + behind).toISOString();

export const corrected = (device_ms) => new Date(device_ms + behind).toISOString();
