// Words, moments and lengths of time as the page's language writes them; all come from the server.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const board = read("board-config");
const words = read("board-words");

export function t(message, values = {}) {
  const text = words[message] ?? message;
  return text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

const zone = { timeZone: board.time_zone, hour12: false };
const clock = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(board.language, { timeZone: board.time_zone, month: "short", day: "numeric", weekday: "short" });
const date = new Intl.DateTimeFormat("sv-SE", { timeZone: board.time_zone });

export const hms = (at) => (at ? clock.format(new Date(at)) : "—");
export const hm = (at) => (at ? minute.format(new Date(at)) : "—");
export const dayOf = (at) => day.format(new Date(at));

// A stamp of another day carries its date, because 14:07 of last week is not 14:07.
export function stamp(at, now) {
  if (!at) return "—";
  const day_ = date.format(new Date(at));
  return day_ === date.format(now) ? hms(at) : `${day_.slice(5)} ${hm(at)}`;
}

const two = (n) => String(n).padStart(2, "0");

export function length(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s >= 172800) return t("%(n)s d", { n: Math.floor(s / 86400) });
  if (s >= 3600) return `${Math.floor(s / 3600)}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
  return `${two(Math.floor(s / 60))}:${two(s % 60)}`;
}

export function span(seconds) {
  return seconds >= 120 ? t("%(n)s min", { n: Math.floor(seconds / 60) }) : t("%(n)s s", { n: Math.floor(seconds) });
}

export const letter = (level) => t(`P${level}`);
export const nameOf = (thing) => (!thing ? "" : board.language === "en" && thing.name_en ? thing.name_en : thing.name);
export const stateName = (state) => board.states[state] ?? state;
export const pageOf = (page, key) => board.pages[page].replace("__", encodeURIComponent(key));
export const can = (right) => board.rights.includes(right);

// Seconds of soon and late: of the incident's own agency where that has some, else of this seat's.
export const targetOf = (incident, stage) => (board.targets[incident.agency?.code] ?? board.targets[""])?.[incident.level]?.[stage];
