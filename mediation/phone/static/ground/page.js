// What the server gave the page at first: words, addresses, whose phone it is.

export const page = JSON.parse(document.getElementById("page-config").textContent);

export const t = (message, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`%(${name})s`, String(value)), page.words[message] ?? message);

const format = (options) => new Intl.DateTimeFormat(page.language, { timeZone: page.time_zone, hour12: false, ...options });
const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const short = format({ hour: "2-digit", minute: "2-digit" });
const day = format({ month: "numeric", day: "numeric" });

export const hms = (at) => clock.format(new Date(at));
export const hm = (at) => short.format(new Date(at));
export const md = (at) => day.format(new Date(at));
// Of today the time alone, else the day as well.
export const when = (at) => (md(at) === md(Date.now()) ? hm(at) : `${md(at)} ${hm(at)}`);

// This phone's clock may be wrong; the server says by how much, and times are told by its clock.
const clockError = { behind_ms: 0 };
export const setClock = (behind_ms) => { clockError.behind_ms = behind_ms ?? 0; };
export const serverTime = (at) => new Date(Date.parse(at) + clockError.behind_ms).toISOString();
// When a form was begun: its own time, however late it is sent.
export const begun = (draft) => serverTime(draft.entry?.at ?? new Date().toISOString());
export const localDay = (at) => new Intl.DateTimeFormat("sv", { timeZone: page.time_zone }).format(new Date(at));

export const may = (right) => page.rights.includes(right);
export const urlOf = (name, which) => page.urls[name].replace("__", encodeURIComponent(which));

const mega = new Intl.NumberFormat(page.language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
export const megabytes = (bytes) => `${mega.format(Math.max(bytes, 50_000) / 1_000_000)} MB`;
