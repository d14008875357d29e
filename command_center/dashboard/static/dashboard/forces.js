// The forces as this seat knows them: units with their newest fix, what each is sent to, who has the say.

import { get } from "./api.js";
import { now } from "./clock.js";
import { board, can } from "./words.js";

export const GREY_S = 60; // from here on a position is drawn grey and its age is said
const REFRESH_MS = 2000;
const ROUND_MS = 30_000;
const GROUP = new Map(board.unit_groups.flatMap((group) => group.statuses.map((status) => [status, group.id])));

export const groupOf = (unit) => GROUP.get(unit.status) ?? "off";
export const isFree = (unit) => groupOf(unit) === "available";
export const isEngaged = (unit) => ["assigned", "en_route", "on_scene"].includes(groupOf(unit));
export const statusName = (status) => board.unit_statuses[status] ?? status;
export const ageOf = (unit) => (unit?.fix ? Math.max(0, (now() - unit.fix.at) / 1000) : null);
export const isStale = (unit) => !unit.fix || unit.fix.stale || ageOf(unit) > GREY_S;

const fixOf = (position) => position && Number.isFinite(position.lng)
  ? { lng: position.lng, lat: position.lat, at: Date.parse(position.at), heading: position.heading ?? null, speed: position.speed_kmh ?? null, source: position.source, stale: Boolean(position.is_stale) }
  : null;

export class Forces extends EventTarget {
  units = new Map();
  assignments = new Map();
  picked = new Set(); // chosen for the incident in the recommendation panel
  mode = null;
  timers = new Map();
  coverage = null;
  orders = null;
  unitCount = 0;
  isReadable = false;
  summaryAt = null;
  #timer = null;
  #askedAt = 0;

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  load(state) {
    this.isReadable = Array.isArray(state.units);
    this.units = new Map((state.units ?? []).map((unit) => [unit.call_sign, { ...unit, fix: fixOf(unit.position) }]));
    this.unitCount = state.unit_count ?? this.units.size;
    this.assignments = new Map((state.assignments ?? []).map((row) => [row.id, row]));
    this.#summary(state);
    this.#tell("units", { signs: null });
    this.#tell("assignments", { numbers: null });
  }

  #summary({ mode, safety, coverage, orders }) {
    this.mode = mode ?? null;
    this.timers = new Map((safety ?? []).map((timer) => [timer.call_sign, timer]));
    this.coverage = coverage ?? null;
    this.orders = orders ?? null;
    this.summaryAt = now();
    this.#askedAt = Date.now();
    this.#tell("summary");
  }

  // Takes a fact about the forces; answers whether it told anything new.
  apply({ kind, subject_type: type, payload }) {
    if (kind.startsWith("dispatch.") || kind.startsWith("patrol.unit")) this.refreshSoon();
    this.#tell("told", { kind });
    if (type === "unit" && payload?.call_sign) return this.learnUnit(payload);
    if (type === "assignment" && payload?.id) return this.learnAssignment(payload);
    return false;
  }

  learnUnit(unit) {
    const known = this.units.get(unit.call_sign);
    if (!unit.version) return Boolean(known); // tells about the unit, is not the unit
    if (known && known.version >= unit.version) return false;
    if (!known && !this.isReadable) return false;
    if (!known) this.unitCount += 1;
    this.units.set(unit.call_sign, { ...known, ...unit, fix: known?.fix ?? fixOf(unit.position) });
    this.#tell("units", { signs: [unit.call_sign] });
    return true;
  }

  learnAssignment(row) {
    const known = this.assignments.get(row.id);
    if (known && known.version >= row.version) return false;
    this.assignments.set(row.id, { ...known, ...row });
    if (row.ended_at) this.assignments.delete(row.id);
    this.#tell("assignments", { numbers: [row.incident.number], signs: [row.unit.call_sign], row });
    return true;
  }

  // One frame of the live fleet: [call sign, lng, lat, age, heading, speed, stale] each.
  moved({ at, units }) {
    const sent = Date.parse(at);
    const signs = [];
    for (const [sign, lng, lat, age, heading, speed, stale] of units) {
      const unit = this.units.get(sign);
      if (!unit) continue;
      unit.fix = { lng, lat, at: sent - age * 1000, heading, speed, stale: Boolean(stale), source: unit.fix?.source };
      signs.push(sign);
    }
    if (signs.length) this.#tell("moved", { signs });
  }

  of(number) {
    return [...this.assignments.values()].filter((row) => row.incident.number === number).sort((a, b) => b.is_primary - a.is_primary || a.id - b.id);
  }

  doing(sign) {
    return [...this.assignments.values()].filter((row) => row.unit.call_sign === sign).sort((a, b) => b.is_primary - a.is_primary || a.id - b.id);
  }

  find(word) {
    if (this.units.has(word)) return this.units.get(word);
    const wanted = word.toLowerCase();
    return [...this.units.values()].find((unit) => unit.call_sign.toLowerCase() === wanted) ?? null;
  }

  sorted() {
    return [...this.units.values()].sort((a, b) => a.call_sign.localeCompare(b.call_sign, "zh", { numeric: true }));
  }

  // Who may send units: whoever has the right, unless the say was taken over by another agency.
  get isTaken() {
    return Boolean(this.mode?.mode === "major" && this.mode.is_taken);
  }

  get maySend() {
    return can("dispatch.assign") && !this.isTaken;
  }

  pick(signs) {
    this.picked = new Set(signs);
    this.#tell("pick");
  }

  refreshSoon() {
    this.#timer ??= setTimeout(() => this.refresh(), Math.max(REFRESH_MS, this.#askedAt + 5000 - Date.now()));
  }

  // Mode, timers, coverage and orders are summaries of many rows: asked for, not summed up here.
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#askedAt = Date.now();
    const found = await get("state/forces/", { timeout: 8000 }).catch(() => null);
    if (found) this.#summary(found);
  }

  tick() {
    if (this.summaryAt !== null && Date.now() - this.#askedAt > ROUND_MS && !this.#timer) this.refresh();
  }
}
