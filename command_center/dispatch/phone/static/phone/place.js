// Where this phone is: sent every few seconds while the page is open; kept while there is no line.

import { box } from "./box.js";
import { corrected } from "./clock.js";
import { config } from "./say.js";

const EVERY_MS = 10_000;
const MOST = 180; // half an hour without a line
const KEY = `fixes:${config.officer}`;

let told = "", csrf = "";

export function follow({ callSign, onMove }) {
  let latest = null, isBusy = false;
  if (!navigator.geolocation) return;
  const take = ({ coords, timestamp }) => {
    latest = fixOf(coords, timestamp);
    onMove(latest);
  };
  const how = { enableHighAccuracy: true, maximumAge: 5000, timeout: EVERY_MS };
  navigator.geolocation.watchPosition(take, () => {}, how);
  setInterval(async () => {
    navigator.geolocation.getCurrentPosition(take, () => {}, how); // who stands still is not stale
    if (isBusy) return;
    isBusy = true;
    await tell(callSign(), latest).finally(() => { isBusy = false; });
  }, EVERY_MS);
}

async function tell(unit, latest) {
  const waiting = (await box.kept(KEY)) ?? [];
  if (unit && latest && latest.at !== told) waiting.push({ ...latest, unit });
  told = latest?.at;
  waiting.splice(0, waiting.length - MOST);
  const isSent = waiting.length > 0 && navigator.onLine && (await send(waiting));
  await box.keep(KEY, isSent ? [] : waiting);
}

function fixOf(coords, timestamp) {
  return {
    lng: coords.longitude, lat: coords.latitude, at: corrected(timestamp),
    accuracy_m: Math.round(coords.accuracy), speed_kmh: coords.speed === null ? undefined : coords.speed * 3.6,
    heading: Number.isFinite(coords.heading) ? Math.round(coords.heading) : undefined, source: "phone",
  };
}

// Whether there is no use in sending these again.
async function send(fixes) {
  try {
    csrf ||= (await (await fetch(config.session, { cache: "no-store", redirect: "error" })).json()).csrf;
    const answer = await fetch("/api/v1/positions/", {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify({ fixes }),
    });
    if (answer.ok || answer.status === 400) return true;
  } catch {
    // No line: they stay here, and the next look asks again who is signed in.
  }
  csrf = "";
  return false;
}
