// What this seat knows: incidents and alerts by id, facts applied once by version.

import { Forces } from "./forces.js";
import { board } from "./words.js";

const SECTION = new Map([
  ...board.sections.pending.map((state) => [state, "pending"]),
  ...board.sections.active.map((state) => [state, "active"]),
  ...board.sections.closed.map((state) => [state, "closed"]),
]);
export const SECTIONS = ["pending", "active", "closed"];
const CLOSED_KEPT_MS = 2 * 3600 * 1000;

export const sectionOf = (incident) => SECTION.get(incident.state) ?? "active";

export class Store extends EventTarget {
  incidents = new Map();
  alerts = new Map();
  counts = { pending: 0, active: 0, closed: 0, levels: {}, alarms: 0 };
  selected = null;
  loaded = false;
  asOf = 0;
  epoch = null;
  raised = [];
  forces = new Forces();

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  load(state) {
    this.incidents = new Map(state.incidents.map((incident) => [incident.number, incident]));
    this.alerts = new Map(state.alerts.map((alert) => [alert.id, alert]));
    this.counts = structuredClone(state.counts);
    this.raised = state.counts.raised.map((at) => Date.parse(at));
    board.targets = state.targets;
    [this.asOf, this.epoch, this.loaded] = [state.as_of, state.epoch, true];
    this.forces.load(state);
    this.#tell("load");
    this.#tell("change", { numbers: null, alerts: null });
  }

  // Facts of one batch; answers the fresh ones, so that a batch sounds once.
  apply(events) {
    const fresh = events.filter((event) => this.#one(event));
    if (events.length) this.asOf = events.at(-1).seq;
    const of = (type) => fresh.filter((event) => event.subject_type === type).map((event) => event.subject_id);
    if (fresh.length) this.#tell("change", { numbers: of("incident"), alerts: of("alert") });
    const sentTo = fresh.filter((event) => event.subject_type === "assignment").map((event) => event.payload.incident.number);
    for (const number of new Set([...of("incident"), ...sentTo])) this.#tell("touch", { number });
    return fresh;
  }

  #one(event) {
    const payload = event.payload;
    if (event.subject_type === "incident" && payload?.number) return this.#incident(event, payload);
    if (event.subject_type === "alert" && payload?.id) return this.#alert(event, payload);
    return this.forces.apply(event);
  }

  #incident(event, payload) {
    const known = this.incidents.get(payload.number);
    if (!payload.state) return Boolean(known); // tells about the row, is not the row
    if (known && known.version > payload.version) return false;
    const next = { ...known, ...payload, arrived_late: known?.arrived_late ?? event.late ?? false };
    this.#count(known ?? (payload.from ? { ...payload, state: payload.from } : null), next, event);
    this.incidents.set(next.number, next);
    return true;
  }

  #alert(event, payload) {
    const known = this.alerts.get(payload.id);
    if (known && known.version > payload.version) return false;
    if (event.kind === "alerts.raised" && !known) this.raised.push(Date.parse(payload.raised_at));
    if (payload.state === "resolved") this.alerts.delete(payload.id);
    else this.alerts.set(payload.id, { ...known, ...payload, arrived_late: known?.arrived_late ?? event.late ?? false });
    return true;
  }

  // Counts cover the whole scope, rows only the newest: so counts move by difference.
  #count(before, after, event) {
    const isNew = !before && event.kind === "incidents.received";
    if (!before && !isNew) return this.#tell("recount");
    return this.#shift(before, after);
  }

  #shift(before, after) {
    const shift = (incident, by) => {
      const section = sectionOf(incident);
      this.counts[section] = Math.max(0, this.counts[section] + by);
      if (section !== "closed") this.counts.levels[incident.level] = Math.max(0, (this.counts.levels[incident.level] ?? 0) + by);
    };
    if (before) shift(before, -1);
    shift(after, 1);
  }

  recounted(counts) {
    this.counts = structuredClone(counts);
    this.#tell("change", { numbers: [], alerts: [] });
  }

  // A row fetched, or answered to a write, often before its fact arrives; never older than what
  // is known. One that was just made is counted here, because its fact will find it known.
  learn(incident, { isNew = false } = {}) {
    const known = this.incidents.get(incident.number);
    if (known && known.version >= incident.version) return;
    const kept = Object.fromEntries(board.brief.filter((field) => field in incident).map((field) => [field, incident[field]]));
    if (known || isNew) this.#shift(known, { ...known, ...kept });
    this.incidents.set(incident.number, { ...known, ...kept });
    this.#tell("change", { numbers: [incident.number], alerts: [] });
  }

  select(number, { reveal = true } = {}) {
    this.selected = number;
    this.#tell("select", { number, reveal });
  }

  rows(section, now = Date.now()) {
    const rows = [...this.incidents.values()].filter((incident) => sectionOf(incident) === section);
    if (section === "closed") {
      return rows.filter((row) => now - Date.parse(row.since) < CLOSED_KEPT_MS).sort((a, b) => (a.since < b.since ? 1 : -1));
    }
    return rows.sort((a, b) => a.level - b.level || (a.since < b.since ? -1 : 1));
  }

  open() {
    return [...this.incidents.values()].filter((incident) => sectionOf(incident) !== "closed");
  }

  waiting() {
    return [...this.alerts.values()].filter((alert) => alert.state === "open").sort((a, b) => a.priority - b.priority || (a.raised_at < b.raised_at ? -1 : 1));
  }

  alarmRate(now) {
    this.raised = this.raised.filter((at) => now - at < 600000);
    return this.raised.length;
  }

  // A number may be shortened to its tail when only one row answers to it.
  find(tail) {
    if (this.incidents.has(tail)) return [tail];
    return [...this.incidents.keys()].filter((number) => number.endsWith(tail));
  }
}
