// Map signs: shape, colour and letter of a priority, drawn as SVG.

import { svg } from "./dom.js";
import { board, letter } from "./words.js";

const SHAPES = {
  1: ["path", { d: "M0-17 18 13H-18Z" }, 8],
  2: ["path", { d: "M0-17 17 0 0 17-17 0Z" }, 5],
  3: ["circle", { r: 13 }, 5],
  4: ["circle", { r: 12 }, 5],
};

const sign = (level) => (board.language === "en" ? String(level) : letter(level));

// A cluster takes the shape of its highest member, plus a count.
export function incidentSign(level, { selected = false, count = 0, label = "", number } = {}) {
  const [tag, shape, baseline] = SHAPES[level];
  const halo = selected && [svg("circle", { class: "halo out", r: 27 }), svg("circle", { class: "halo", r: 27 })];
  const badge = count > 1 && svg("g", { class: "n" }, svg("circle", { cx: 15, cy: -13, r: count > 99 ? 13 : 9 }), svg("text", { x: 15, y: -9, text: count > 999 ? "1k+" : String(count) }));
  return svg("svg", { class: "sign", viewBox: "-32 -32 64 64", width: 64, height: 64, "aria-hidden": "true", data: number ? { number } : {} },
    svg("g", { class: `inc p${level}` }, halo || [], svg(tag, { class: "shape", ...shape }), svg("text", { y: baseline, text: sign(level) }), badge || []),
    label ? svg("text", { class: "call", y: selected ? 44 : 30, "text-anchor": "middle", text: label }) : []);
}

// An alarm that is not yet an incident: hollow, with an exclamation mark.
export function alarmSign() {
  return svg("svg", { class: "sign", viewBox: "-32 -32 64 64", width: 64, height: 64, "aria-hidden": "true" },
    svg("g", { class: "raw" }, svg("path", { class: "shape", d: "M0-17 18 13H-18Z" }), svg("text", { y: 8, text: "!" })));
}

export function gateSign(level, isWrong) {
  const badge = isWrong && svg("g", { class: "n" }, svg("circle", { cx: 9, cy: -8, r: 6 }), svg("text", { x: 9, y: -5, text: "!" }));
  return svg("svg", { class: "sign", viewBox: "-16 -16 32 32", width: 26, height: 26, "aria-hidden": "true" },
    svg("g", { class: "cp" }, svg("path", { d: "M-10-10H10V10H-10Z" }), svg("text", { y: 5, text: board.duty_levels[level]?.letter ?? "" })), badge || []);
}

export function placeSign(name) {
  return svg("svg", { class: "sign", viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" },
    svg("g", { class: "cp" }, svg("rect", { x: -7, y: -7, width: 14, height: 14, rx: 2 }), svg("text", { y: 4, text: name.slice(0, 1) })));
}

export function stationSign(kind) {
  return svg("svg", { class: "sign", viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" },
    svg("g", { class: "cp" }, svg("path", { d: "M-8-2 0-8 8-2V8H-8Z" }), svg("text", { y: 6, text: board.station_letters[kind] ?? "" })));
}
