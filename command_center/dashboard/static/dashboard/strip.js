// The unit strip: units by what they are doing, counted; those near a limit first; filtered by a word.

import { everySecond, now } from "./clock.js";
import { byId, el, flag, panelState, say, swap } from "./dom.js";
import { ageOf, groupOf, isStale } from "./forces.js";
import { board, length, span, t } from "./words.js";

const DRAW_MS = 500;
const CHIP_PX = 92;

export class Strip {
  #timer = null;
  #hovered = false;
  #chips = new Map();
  #heads = new Map();
  #only = null;

  constructor(store, { open, narrow }) {
    Object.assign(this, { store, forces: store.forces, open, narrow });
    this.node = byId("strip");
    this.groups = byId("strip-groups");
    this.filter = byId("strip-filter");
    this.filter.addEventListener("input", () => this.#soon(true));
    this.filter.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.filter.value) { event.stopPropagation(); this.filter.value = ""; this.#soon(true); } });
    this.node.addEventListener("pointerenter", (event) => { this.#hovered = event.pointerType !== "touch"; });
    this.node.addEventListener("pointerleave", () => { this.#hovered = false; this.#soon(); });
    this.groups.addEventListener("keydown", (event) => this.#key(event));
    this.groups.addEventListener("dragstart", (event) => { const sign = event.target.dataset?.sign; if (sign) { event.dataTransfer.setData("text/x-unit", sign); event.dataTransfer.setData("text/plain", sign); event.dataTransfer.effectAllowed = "link"; } });
    for (const name of ["units", "summary", "pick", "assignments"]) this.forces.addEventListener(name, () => this.#soon());
    addEventListener("resize", () => this.#soon(true));
    everySecond((at) => this.tick(at));
  }

  // The call sign of the chip in focus, for the keys.
  get focused() {
    return document.activeElement?.closest?.("#strip-groups [data-sign]")?.dataset.sign ?? null;
  }

  focus() {
    (this.groups.querySelector("[data-sign][tabindex='0']") ?? this.filter).focus();
  }

  get #isHeld() {
    return this.#hovered || this.groups.contains(document.activeElement);
  }

  #soon(now_ = false) {
    if (now_) { clearTimeout(this.#timer); this.#timer = null; return this.draw(); }
    this.#timer ??= setTimeout(() => { this.#timer = null; if (this.#isHeld && this.#chips.size) this.#repaint(); else this.draw(); }, DRAW_MS);
    return undefined;
  }

  #fits(unit) {
    const word = this.filter.value.trim().toLowerCase();
    if (!word) return true;
    return [unit.call_sign, unit.name, unit.agency?.name, board.unit_kinds[unit.kind], ...(unit.capabilities ?? [])].some((text) => text?.toLowerCase().includes(word));
  }

  // The clock a unit is watched by: its safety check-in, else how long it has been at what it does.
  #clock(unit) {
    const timer = this.forces.timers.get(unit.call_sign);
    const left = timer ? (Date.parse(timer.due_at) - now()) / 1000 : null;
    if (left !== null && (timer.state !== "green" || left < timer.warn_minutes * 60)) return { text: `${left <= 0 ? "! " : "◔ "}${length(Math.abs(left))}`, state: left <= 0 || timer.state === "critical" ? "late" : "soon", left };
    if (isStale(unit) && unit.status !== "off") return { text: unit.fix ? span(ageOf(unit)) : t("no position"), state: "old", left: 150_000 };
    if (groupOf(unit) === "available" || groupOf(unit) === "off") return { text: "", state: "", left: 100_000 };
    return { text: length((now() - Date.parse(unit.status_since)) / 1000), state: "", left: 99_000 };
  }

  draw() {
    if (!this.store.loaded) return;
    const held = this.focused;
    this.#chips.clear();
    this.#heads.clear();
    const told = this.#told();
    if (told) { this.node.dataset.state = told[2]; swap(this.groups, panelState(told[0], told[1])); return; }
    this.node.dataset.state = "content";
    const units = this.forces.sorted().filter((unit) => this.#fits(unit));
    const members = new Map(board.unit_groups.map((group) => [group.id, units.filter((unit) => groupOf(unit) === group.id)]));
    swap(this.groups, board.unit_groups.map((group) => this.#group(group, members)));
    if (held) this.#chips.get(held)?.node.focus();
    this.#rove(held);
  }

  #told() {
    if (!this.forces.isReadable) return [t("You cannot see units"), t("The queue and the incidents are not affected."), "denied"];
    if (!this.forces.units.size) return [t("No unit is in your scope"), t("Units appear here when they sign on."), "empty"];
    return null;
  }

  // Wide seats show as many chips as there is room for; small ones only those near a limit.
  #room(group, members) {
    const wide = innerWidth >= 1600;
    const shown = [...members.get(group.id)].map((unit) => ({ unit, clock: this.#clock(unit) }));
    shown.sort((a, b) => this.forces.picked.has(b.unit.call_sign) - this.forces.picked.has(a.unit.call_sign) || a.clock.left - b.clock.left);
    if (!wide) return shown.filter(({ unit, clock }) => clock.state === "late" || clock.state === "soon" || this.forces.picked.has(unit.call_sign)).slice(0, 3);
    const total = Math.floor((this.groups.clientWidth - 40 * board.unit_groups.length) / CHIP_PX);
    const sizes = [...members.values()].map((list) => list.length);
    const all = sizes.reduce((sum, n) => sum + n, 0) || 1;
    const share = Math.max(1, Math.floor((total * shown.length) / all));
    return shown.slice(0, all <= total ? shown.length : share);
  }

  #group(group, members) {
    const shown = this.#room(group, members);
    const n = members.get(group.id).length;
    const head = el("button", { type: "button", class: `ug-head${group.id === "available" ? " free" : ""}`, "aria-pressed": String(this.#only === group.id), on: { click: () => this.#narrow(group.id) } }, `${group.name} `, el("b", { text: String(n) }));
    this.#heads.set(group.id, head);
    const more = n - shown.length;
    return el("div", { class: "ug", role: "group", "aria-label": group.name, data: { group: group.id } }, head, el("div", { class: "ug-units" }, shown.map(({ unit, clock }) => this.#chip(unit, clock)), more > 0 && innerWidth >= 1600 ? el("button", { type: "button", class: "u more", text: `+${more}`, "aria-label": t("%(n)s more, as a list", { n: more }), on: { click: () => this.#narrow(group.id, true) } }) : []));
  }

  #narrow(id, only = false) {
    this.#only = this.#only === id && !only ? null : id;
    for (const [group, head] of this.#heads) head.setAttribute("aria-pressed", String(group === this.#only));
    this.narrow(this.#only, only);
  }

  #chip(unit, clock) {
    const node = el("button", { type: "button", class: "u", draggable: "true", tabindex: "-1", data: { sign: unit.call_sign }, on: { click: () => this.open(unit.call_sign) } }, el("span", {}), el("i", {}));
    const chip = { node, name: node.firstChild, clock: node.lastChild };
    this.#chips.set(unit.call_sign, chip);
    this.#paint(unit, chip, clock);
    return node;
  }

  #paint(unit, chip, clock = this.#clock(unit)) {
    const picked = this.forces.picked.has(unit.call_sign);
    flag(chip.node, "on", picked);
    flag(chip.node, "soon", clock.state === "soon");
    flag(chip.node, "late", clock.state === "late");
    flag(chip.node, "off", clock.state === "old" || unit.status === "out");
    say(chip.name, unit.call_sign);
    say(chip.clock, picked ? t("chosen") : clock.text);
  }

  #repaint() {
    for (const [sign, chip] of this.#chips) { const unit = this.forces.units.get(sign); if (unit) this.#paint(unit, chip); }
    for (const [id, head] of this.#heads) say(head.querySelector("b"), String([...this.forces.units.values()].filter((unit) => groupOf(unit) === id && this.#fits(unit)).length));
  }

  tick(at) {
    for (const [sign, chip] of this.#chips) { const unit = this.forces.units.get(sign); if (unit) this.#paint(unit, chip); }
    if (Math.floor(at / 1000) % 15 === 0) this.#soon();
  }

  #rove(held) {
    const chips = [...this.groups.querySelectorAll("[data-sign]")];
    (chips.find((chip) => chip.dataset.sign === held) ?? chips[0])?.setAttribute("tabindex", "0");
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const chips = [...this.groups.querySelectorAll("[data-sign]")];
    const here = chips.indexOf(event.target.closest("[data-sign]"));
    if (!step || here < 0) return;
    event.preventDefault();
    chips[here].tabIndex = -1;
    const next = chips[(here + step + chips.length) % chips.length];
    next.tabIndex = 0;
    next.focus();
  }
}
