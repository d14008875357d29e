// The units as text: what the map shows, row by row, and those of one status or word.

import { button, byId, el, panelState, say, swap } from "./dom.js";
import { stageName } from "./dispatch.js";
import { ageOf, groupOf, isStale, statusName } from "./forces.js";
import { board, hms, span, t } from "./words.js";

const SHOWN = 200;

const age = (unit) => (!unit.fix ? t("no position") : `${isStale(unit) ? "! " : ""}${span(ageOf(unit))}`);

function row(forces, unit, open) {
  const timer = forces.timers.get(unit.call_sign);
  const calls = forces.doing(unit.call_sign).map((doing) => `${doing.incident.number} ${stageName(doing.stage)}`).join(", ");
  const cells = [el("button", { type: "button", class: "linkish", text: unit.call_sign, on: { click: () => open(unit.call_sign) } }), el("span", { class: groupOf(unit) === "available" ? "avail" : "", text: statusName(unit.status) }), board.unit_kinds[unit.kind] ?? unit.kind, unit.agency?.name ?? "", calls || "—", age(unit), unit.fix ? `${unit.fix.lng.toFixed(4)}, ${unit.fix.lat.toFixed(4)}` : "—", timer ? hms(timer.due_at) : "—"];
  return el("tr", { data: { unit: unit.call_sign } }, cells.map((cell) => el("td", {}, cell)));
}

export function unitTable(store, { group = null, open, all }) {
  const { forces } = store;
  const units = forces.sorted().filter((unit) => !group || groupOf(unit) === group);
  const named = board.unit_groups.find(({ id }) => id === group)?.name;
  const head = el("div", { class: "ph-bar" }, el("h2", { text: named ? `${t("Units")}·${named}` : t("Units") }), el("span", { class: "count", text: units.length > SHOWN ? t("%(shown)s of %(all)s; narrow with F", { shown: SHOWN, all: units.length }) : String(units.length) }), group ? button(t("All units"), { kind: "sm push", onclick: all }) : []);
  if (!forces.isReadable) return [head, panelState(t("You cannot see units"), t("The queue and the incidents are not affected."))];
  if (!units.length) return [head, panelState(t("No unit is in your scope"), t("Units appear here when they sign on."))];
  const columns = [t("Unit"), t("Status"), t("Kind"), t("Agency"), t("Calls"), t("Position age"), t("Position"), t("Check-in due")].map((text) => el("th", { scope: "col", text }));
  return [head, el("table", { class: "tbl" }, el("thead", {}, el("tr", {}, columns)), el("tbody", {}, units.slice(0, SHOWN).map((unit) => row(forces, unit, open))))];
}

// Kept below the incidents in the list view; drawn anew when it is looked at and nobody is in it.
export class UnitList {
  #group = null;

  constructor(store, open) {
    Object.assign(this, { store, open });
    this.node = byId("list-units");
    for (const name of ["units", "assignments", "summary"]) store.forces.addEventListener(name, () => this.draw());
  }

  show(group = null, { quiet = false } = {}) {
    this.#group = group;
    this.draw(true);
    if (quiet) return;
    say(byId("queue-status"), t("Units"));
    this.node.scrollIntoView({ block: "nearest" });
  }

  draw(force = false) {
    if (!force && (this.node.offsetParent === null || this.node.contains(document.activeElement))) return;
    swap(this.node, unitTable(this.store, { group: this.#group, open: this.open, all: () => this.show() }));
  }
}
