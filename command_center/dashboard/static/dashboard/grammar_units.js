// The part of the grammar that speaks of units: D, AR, S, RC, P and O; text in, meaning out.

import { isFree } from "./forces.js";
import { board, t } from "./words.js";

export const UNIT_HEADS = { D: "dispatch", AR: "arrived", S: "status", RC: "recall", P: "plan", O: "order" };
const BY_HAND = ["patrol", "standby", "busy", "out", "off"];
const BY_CALL = { en_route: "departed", on_scene: "on_scene", assigned: "signed" }; // follow from the unit's call

const wrong = (message, suggestion = null) => ({ error: message, suggestion });

// What stands after a lone colon is a reason or a text, whatever it looks like.
function cut(rest) {
  const at = rest.indexOf(":");
  return at < 0 ? [rest, ""] : [rest.slice(0, at), rest.slice(at + 1).join(" ")];
}

function unitOf(word, forces, near) {
  if (!word) return wrong(t("Which unit? Its call sign."));
  const unit = forces.find(word);
  if (unit) return { unit };
  const signs = [...forces.units.keys()];
  const begins = signs.filter((sign) => sign.toLowerCase().startsWith(word.toLowerCase()));
  return wrong(t("No unit is called %(word)s", { word }), begins.length ? begins[0] : near(word, signs));
}

function unitsOf(words, forces, near) {
  const units = [];
  for (const word of words) {
    const found = unitOf(word, forces, near);
    if (found.error) return found;
    if (!units.includes(found.unit)) units.push(found.unit);
  }
  return { units };
}

// Free units go at once; engaged ones get the call as their next task, or with a reason leave theirs.
function dispatch(found, rest, { store }, near) {
  if (found.error) return found;
  const [words, reason] = cut(rest);
  if (!words.length) return { ...found, ...wrong(t("Which unit? Its call sign.")) };
  const named = unitsOf(words, store.forces, near);
  if (named.error) return named;
  const off = named.units.find((unit) => ["off", "out"].includes(unit.status));
  if (off) return wrong(t("%(unit)s is off", { unit: off.call_sign }));
  const engaged = named.units.filter((unit) => store.forces.doing(unit.call_sign).length);
  const others = named.units.filter((unit) => !isFree(unit) && !engaged.includes(unit));
  return { ...found, ...named, engaged, others, reason, preempt: engaged.length > 0 && reason !== "" };
}

function statusOf(word, near) {
  if (!word) return wrong(t("Which status?"), board.unit_statuses.patrol);
  const names = [...BY_HAND, ...Object.keys(BY_CALL)].flatMap((code) => [[code, code], [board.unit_statuses[code], code]]);
  const wanted = word.toLowerCase();
  const hit = names.find(([name]) => name.toLowerCase() === wanted) ?? (word.length > 1 && names.find(([name]) => name.toLowerCase().startsWith(wanted)));
  return hit ? { status: hit[1] } : wrong(t("No status is called %(word)s", { word }), near(word, names.map(([name]) => name)));
}

function open(unit, forces) {
  const rows = forces.doing(unit.call_sign);
  return rows.length ? { row: rows[0] } : wrong(t("%(unit)s is on no call", { unit: unit.call_sign }));
}

function onUnit(verb, rest, { store }, near) {
  const found = unitOf(rest[0], store.forces, near);
  if (found.error) return found;
  const [words, text] = cut(rest.slice(1));
  const said = [...words, text].filter(Boolean).join(" ");
  if (verb === "status") {
    const status = statusOf(rest[1], near);
    if (status.error) return status;
    const to = BY_CALL[status.status];
    const note = [...words.slice(1), text].filter(Boolean).join(" ");
    return to ? { ...found, ...open(found.unit, store.forces), ...status, to, text: note } : { ...found, ...status, text: note };
  }
  const row = open(found.unit, store.forces);
  if (row.error) return row;
  if (verb === "recall" && !said) return { ...found, ...row, ...wrong(t("Why is it recalled? The reason follows the unit.")) };
  return { ...found, ...row, to: "on_scene", text: said };
}

function order(rest, { store }) {
  const [words, text] = cut(rest);
  if (!words.length) return wrong(t("Orders to whom? Units or agency codes, then : and the text."));
  const units = words.filter((word) => store.forces.find(word)).map((word) => store.forces.find(word).call_sign);
  const agencies = words.filter((word) => /^\d{12}$/.test(word));
  const unknown = words.find((word) => !store.forces.find(word) && !/^\d{12}$/.test(word));
  if (unknown) return wrong(t("No unit is called %(word)s", { word: unknown }));
  return { units, agencies, text };
}

function plan(found, word, { plans }) {
  if (found.error) return found;
  const rows = plans(found.incident.number);
  if (!rows) return { ...found, isAsking: true };
  if (!rows.length) return wrong(t("No plan fits %(number)s", { number: found.incident.number }));
  const hit = word ? rows.find((row) => [row.code, row.name].some((name) => name.toLowerCase().startsWith(word.toLowerCase()))) : rows[0];
  return hit ? { ...found, plan: hit } : wrong(t("No plan is called %(word)s", { word }), rows[0].code);
}

export function parseUnits(verb, rest, context, { incidentOf, nearest }) {
  if (verb === "dispatch") return dispatch(incidentOf(rest[0], context.store), rest.slice(1), context, nearest);
  if (verb === "plan") return plan(incidentOf(rest[0], context.store), rest[1], context);
  if (verb === "order") return order(rest, context);
  return onUnit(verb, rest, context, nearest);
}

// What Tab may put in place of the last word of such a command.
export function completeUnits(verb, words, { store, plans }, fitting) {
  const begins = (choices) => fitting(choices).slice(0, 12);
  const { forces } = store;
  const signs = (fits) => forces.sorted().filter(fits).map((unit) => unit.call_sign);
  const at = words.length;
  if (words.includes(":")) return [];
  if (verb === "dispatch") return at === 2 ? null : begins(signs((unit) => isFree(unit) && !words.includes(unit.call_sign)));
  if (verb === "order") return begins(signs((unit) => unit.status !== "off"));
  if (verb === "plan") return at === 2 ? null : begins((plans(store.find(words[1])[0]) ?? []).map((row) => row.code));
  if (at === 2) return begins(signs((unit) => verb === "status" || forces.doing(unit.call_sign).length > 0));
  if (at === 3 && verb === "status") return begins(BY_HAND.map((code) => (board.language === "en" ? code : board.unit_statuses[code])));
  return [];
}
