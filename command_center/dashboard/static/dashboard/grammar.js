// The command line's grammar: text in, what it would do out; touches nothing.

import { completeUnits, parseUnits, UNIT_HEADS } from "./grammar_units.js";
import { board, can, t } from "./words.js";

const HEADS = { ...UNIT_HEADS, N: "new", ST: "step", CL: "close", NOTE: "note", A: "acknowledge", G: "go", F: "filter", "?": "help" };
export const VERBS = Object.keys(HEADS);
const OF_UNITS = new Set(Object.values(UNIT_HEADS));
const SENT = ["dispatched", "delivered", "accepted", "departed", "on_scene"]; // steps that are a unit's

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

function nearest(word, choices) {
  const scored = choices.map((choice) => [distance(word.toLowerCase(), choice.toLowerCase()), choice]).sort((a, b) => a[0] - b[0]);
  return scored[0]?.[0] <= 2 ? scored[0][1] : null;
}

const wrong = (message, suggestion = null) => ({ error: message, suggestion });

function incidentOf(word, store) {
  const found = word ? store.find(word) : [];
  if (found.length === 1) return { incident: store.incidents.get(found[0]) };
  if (!word) return wrong(t("Which incident? A number, or its tail."));
  if (found.length > 1) return wrong(t("%(n)s incidents end in %(tail)s", { n: found.length, tail: word }), found[0]);
  if (/^\d[\d-]{5,}$/.test(word)) return { incident: { number: word, unknown: true } };
  return wrong(t("No incident ends in %(tail)s", { tail: word }));
}

// A step may be typed by its code, its name on the button, or the name of the state it leads to.
function stepOf(word) {
  if (!word) return wrong(t("Which step?"));
  const names = Object.entries(board.steps).flatMap(([code, label]) => [[code, code], [label, code], [board.states[code] ?? code, code]]);
  const exact = names.find(([name]) => name.toLowerCase() === word.toLowerCase());
  if (exact) return { to: exact[1] };
  const begins = names.find(([name]) => name.toLowerCase().startsWith(word.toLowerCase()));
  if (begins && word.length > 1) return { to: begins[1] };
  return wrong(t("No step is called %(word)s", { word }), nearest(word, names.map(([name]) => name)));
}

function dispositionOf(word, dispositions) {
  if (!word) return wrong(t("Which disposition?"), dispositions[0]?.name);
  const hit = dispositions.find((row) => [row.code, row.name, row.name_en].some((name) => name?.toLowerCase() === word.toLowerCase()))
    ?? dispositions.find((row) => [row.code, row.name, row.name_en].some((name) => name?.toLowerCase().startsWith(word.toLowerCase())));
  if (hit) return { disposition: hit };
  return wrong(t("No disposition is called %(word)s", { word }), nearest(word, dispositions.flatMap((row) => [row.name, row.code])));
}

function filterOf(rest) {
  const pairs = rest.map((word) => (word.includes("=") ? word.split(/=(.*)/).slice(0, 2) : ["q", word]));
  const q = pairs.filter(([name]) => name === "q").map(([, value]) => value).join(" ");
  const others = Object.fromEntries(pairs.filter(([name]) => name !== "q"));
  const unknown = Object.keys(others).find((name) => !board.filters.includes(name));
  if (unknown) return wrong(t("No filter is called %(word)s", { word: unknown }), nearest(unknown, board.filters));
  return { filter: q ? { ...others, q } : others };
}

function numbered(verb, rest, { store, dispositions }) {
  const [word, second, ...others] = rest;
  const found = incidentOf(word, store);
  if (found.error || verb === "go") return found;
  if (verb === "note") {
    const text = [second, ...others].filter(Boolean).join(" ");
    return text ? { ...found, text } : wrong(t("What is to be noted?"));
  }
  const part = verb === "step" ? stepOf(second) : dispositionOf(second, dispositions);
  if (verb === "step" && SENT.includes(part.to) && can("dispatch.assign")) return wrong(t("A unit takes this step: D sends one, AR and S speak for it."), `D ${word} `);
  return part.error ? part : { ...found, ...part, text: others.join(" ") };
}

export function parse(line, context) {
  const [head = "", ...rest] = line.trim().split(/\s+/);
  if (!head) return { verb: null };
  const verb = HEADS[head.toUpperCase()];
  if (!verb) {
    if (/^[\d-]+$/.test(head)) return { verb: "go", ...numbered("go", [head], context) };
    return { verb: null, ...wrong(t("No command is called %(word)s", { word: head }), nearest(head, VERBS)) };
  }
  if (verb === "new" || verb === "help") return { verb };
  if (OF_UNITS.has(verb)) return { verb, ...parseUnits(verb, rest, context, { incidentOf, nearest }) };
  if (verb === "filter") return { verb, ...filterOf(rest) };
  if (verb === "acknowledge") {
    const alert = context.store.alerts.get(Number(rest[0])) ?? (rest[0] ? null : context.store.waiting()[0]);
    return alert ? { verb, alert } : { verb, ...wrong(t("Which alert? Its number."), String(context.store.waiting()[0]?.id ?? "") || null) };
  }
  return { verb, ...numbered(verb, rest, context) };
}

// What Tab may put in place of the last word.
export function completions(line, context) {
  const { store, dispositions } = context;
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? "";
  const verb = HEADS[words[0]?.toUpperCase()];
  const begins = (choices) => choices.filter((choice) => choice.toLowerCase().includes(last.toLowerCase()));
  if (words.length === 1) return VERBS.filter((choice) => choice.startsWith(last.toUpperCase()));
  if (verb === "acknowledge") return begins(store.waiting().map((alert) => String(alert.id)));
  if (verb === "filter") return begins(board.filters.map((name) => `${name}=`));
  const ofUnits = OF_UNITS.has(verb) ? completeUnits(verb, words, context, begins) : null;
  if (ofUnits) return ofUnits;
  if (words.length === 2) return begins([...store.rows("pending"), ...store.rows("active")].map((incident) => incident.number)).slice(0, 8);
  if (words.length === 3 && verb === "step") {
    const [number] = store.find(words[1]);
    const known = Object.entries(board.steps).filter(([code]) => !SENT.includes(code) || !can("dispatch.assign")).map(([code, label]) => (board.language === "en" ? code : label));
    return number ? begins(known) : [];
  }
  if (words.length === 3 && verb === "close") return begins(dispositions.map((row) => (board.language === "en" ? row.code : row.name)));
  return [];
}
