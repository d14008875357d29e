// Map signs of units: a square with the letter of the kind; status by fill, shape of the edge and word.

import { svg } from "./dom.js";
import { board } from "./words.js";

const R = 9;

// Built once, then only turned, recoloured and renamed: 200 of them move each second.
export class UnitSign {
  constructor(unit) {
    this.tick = svg("path", { class: "tick", d: "M0-17 4-11H-4Z" });
    this.frame = svg("rect", { class: "frame", x: -R, y: -R, width: 2 * R, height: 2 * R, rx: 2 });
    this.ring = svg("rect", { class: "ring", x: -R - 3, y: -R - 3, width: 2 * R + 6, height: 2 * R + 6, rx: 4 });
    this.name = svg("text", { class: "call", x: 15, y: 4 });
    this.group = svg("g", { class: "unit" }, this.ring, this.tick, this.frame, svg("text", { class: "kind", y: 4, text: board.unit_letters[unit.kind] ?? "?" }), this.name);
    this.node = svg("svg", { class: "sign", viewBox: "-32 -32 64 64", width: 64, height: 64, "aria-hidden": "true" }, this.group);
  }

  show({ status, stale, picked, critical, heading, name }) {
    const drawn = ["unit", `is-${status}`, stale && "old", picked && "picked", critical && "critical"].filter(Boolean).join(" ");
    if (this.drawn !== drawn) { this.drawn = drawn; this.group.setAttribute("class", drawn); }
    const turn = stale || !Number.isFinite(heading) ? "" : `rotate(${Math.round(heading)})`;
    if (this.turn !== turn) { this.turn = turn; this.tick.setAttribute("transform", turn); this.tick.classList.toggle("none", turn === ""); }
    if (this.said !== name) { this.said = name; this.name.textContent = name; }
  }
}
