// What a dispatch leaves uncovered, and who could move up: said quietly, before and after.

import { post } from "./api.js";
import { ask, toast } from "./dialog.js";
import { button, byId, el, swap } from "./dom.js";
import { span, t } from "./words.js";

const SHOWN = 3;

function decided(store, gone, move, decision) {
  const told = { unit: move.unit.call_sign, place: move.place.name };
  return ask({
    title: decision === "accepted" ? t("Move %(unit)s up to %(place)s?", told) : t("Not move %(unit)s up to %(place)s?", told),
    text: decision === "accepted" ? t("The unit gets an order; it stays free for calls.") : t("The hole stays, and so does the reason."),
    fields: decision === "accepted" ? [] : [{ name: "reason", label: t("Reason"), required: true, maxlength: 200 }],
    confirm: decision === "accepted" ? t("Order it") : t("Leave it"),
    send: async ({ reason = "" }) => {
      await post("coverage/move-ups/", { unit: move.unit.call_sign, place: move.place.key, gone, decision, reason });
      if (decision === "accepted") toast(t("%(unit)s is ordered to %(place)s", told));
      if (byId("after-hole")) swap(byId("after-hole"));
      store.forces.refreshSoon();
    },
  });
}

function moveRow(move, store, gone) {
  const acts = store ? [button(t("Order it"), { kind: "sm push", onclick: () => decided(store, gone, move, "accepted") }), button(t("Leave it"), { kind: "sm quiet", onclick: () => decided(store, gone, move, "refused") })] : [];
  return el("li", { class: "row" }, el("span", { text: t("%(unit)s could move up to %(place)s", { unit: move.unit.call_sign, place: move.place.name }) }), el("span", { class: "t3", text: span(move.travel_s) }), acts);
}

// With the store, each proposal can be ordered or refused; without, it is only said.
export function holeNote(found, { store = null, gone = [] } = {}) {
  if (!found) return null;
  const { holes } = found;
  if (!holes.length) return el("p", { class: "s12 t3", text: t("No place loses its cover.") });
  const named = holes.slice(0, SHOWN).map((row) => `${row.place.name} ${t("%(n)s min", { n: row.tier })}`).join("·");
  const moves = found.move_ups.slice(0, SHOWN).map((move) => moveRow(move, store, gone));
  return el("div", { class: "hole note warn" }, el("p", { text: t("Leaves %(n)s uncovered: %(places)s", { n: holes.length, places: named }) }), moves.length ? el("ul", { class: "near" }, moves) : el("p", { class: "t3", text: t("No unit is near enough to move up.") }));
}

// After a dispatch, as it was found before it: until it is put away or the next one.
export function showHole(store, signs, found) {
  const box = byId("after-hole");
  if (!box) return;
  if (!found?.holes.length) return void swap(box);
  swap(box, holeNote(found, { store, gone: signs }), button(t("Put away"), { kind: "sm quiet", onclick: () => swap(box) }));
}
