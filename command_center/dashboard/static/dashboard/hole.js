// What a dispatch leaves uncovered, and who could move up: said quietly, before and after.

import { button, byId, el, swap } from "./dom.js";
import { hole } from "./dispatch.js";
import { span, t } from "./words.js";

const placeOf = (row) => row.place?.name ?? row.place ?? row.name ?? "";

// `order(line)` puts a ready command into the command line.
export function holeNote(found, order = null) {
  const holes = found?.holes ?? [];
  if (!found) return null;
  if (!holes.length) return el("p", { class: "s12 t3", text: t("No place loses its cover.") });
  const named = holes.slice(0, 3).map((row) => [placeOf(row), row.tier ? t("%(n)s min", { n: row.tier }) : ""].filter(Boolean).join(" ")).join("·");
  const text = t("Leaves %(n)s uncovered: %(places)s", { n: holes.length, places: named });
  const moves = (found.move_ups ?? []).slice(0, 3).map((move) => el("li", { class: "row" }, el("span", { text: t("%(unit)s could move up to %(place)s", { unit: move.unit?.call_sign ?? move.unit, place: placeOf(move) }) }), el("span", { class: "t3", text: move.travel_s ? span(move.travel_s) : "" }),
    order ? button(t("Order it"), { kind: "sm push", onclick: () => order(`O ${move.unit?.call_sign ?? move.unit} : ${t("move up to %(place)s", { place: placeOf(move) })}`) }) : []));
  return el("div", { class: "hole note warn" }, el("p", { text }), moves.length ? el("ul", { class: "near" }, moves) : el("p", { class: "t3", text: t("No unit is near enough to move up.") }));
}

// After a dispatch: in its own place, until it is put away or the next one.
export async function showHole(signs, order) {
  const box = byId("after-hole");
  if (!box || !signs.length) return;
  const found = await hole(signs).catch(() => null);
  if (!found?.holes?.length) return void swap(box);
  swap(box, holeNote(found, order), button(t("Put away"), { kind: "sm quiet", onclick: () => swap(box) }));
}
