// Where this phone is: sent every few seconds while the page is open; kept while there is no line.

import { config } from "./say.js";

const EVERY_MS = 10_000;
const MOST = 180; // half an hour without a line

export function follow({ callSign, onMove }) {
  const waiting = [];
  let latest = null;
  let csrf = "";
  if (!navigator.geolocation || !callSign) return { latest: () => latest };
  navigator.geolocation.watchPosition(({ coords, timestamp }) => {
    latest = {
      unit: callSign, lng: coords.longitude, lat: coords.latitude, at: new Date(timestamp).toISOString(),
      accuracy_m: Math.round(coords.accuracy), speed_kmh: coords.speed === null ? undefined : coords.speed * 3.6,
      heading: Number.isFinite(coords.heading) ? Math.round(coords.heading) : undefined, source: "phone",
    };
    onMove(latest);
  }, () => {}, { enableHighAccuracy: true, maximumAge: 5000 });
  setInterval(async () => {
    if (latest && latest.at !== waiting.at(-1)?.at) waiting.push(latest);
    waiting.splice(0, waiting.length - MOST);
    if (waiting.length && navigator.onLine) await send();
  }, EVERY_MS);

  async function send() {
    const fixes = [...waiting];
    try {
      csrf ||= (await (await fetch(config.session, { cache: "no-store" })).json()).csrf;
      const answer = await fetch("/api/v1/positions/", {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify({ fixes }),
      });
      if (answer.ok || answer.status === 400) waiting.splice(0, fixes.length);
      else csrf = "";
    } catch {
      csrf = "";
    }
  }
  return { latest: () => latest };
}
