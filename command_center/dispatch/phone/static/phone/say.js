// Words, times and distances as the page says them.

import { now as clockNow } from "./clock.js";

export const config = JSON.parse(document.getElementById("phone-config").textContent);

export function t(message, values = {}) {
  const text = config.words[message] ?? message;
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => String(values[name] ?? ""));
}

const local = { timeZone: config.time_zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = new Intl.DateTimeFormat("zh", { ...local, second: "2-digit" });
const short = new Intl.DateTimeFormat("zh", local);

// With seconds where seconds decide, without them where a plan is told.
export const time = (moment) => (moment ? clock.format(new Date(moment)) : "");
export const hours = (moment) => (moment ? short.format(new Date(moment)) : "");

export function ago(moment, now = Date.parse(clockNow())) {
  const seconds = Math.max(0, Math.round((now - Date.parse(moment)) / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes < 60 ? `${minutes}:${String(rest).padStart(2, "0")}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")} h`;
}

export const metres = (m) => (m < 950 ? `${Math.round(m / 10) * 10} m` : `${(m / 1000).toFixed(1)} km`);

// Metres between two WGS-84 points, good enough to read on a phone.
export function apart(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return Math.hypot(x, (b.lat - a.lat) * rad) * 6_371_000;
}
