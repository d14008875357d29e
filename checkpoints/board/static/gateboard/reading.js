// The state of a switch order as the server tells it, in the words the wall thinks in.

import { t } from "./page.js";

const RUNNING = "running";
const STEPS = {
  delivered: "has the order", signed: "has signed", unsigned: "has not signed in time", late: "is not ready in time",
  resent: "was asked again", waived: "may be ready below its minimum", cancelled: "was taken out",
};

export function readState(state) {
  const order = readOrder(state);
  return { order, rows: state.rows.map((row) => readRow(row, order)), feed: state.feed.map(readEntry) };
}

function readOrder(state) {
  return {
    number: state.number, state: state.state, is_running: state.state === RUNNING,
    from: state.from_level, to: state.to_level, issued_at: state.issued_at, ended_at: state.ended_at,
    sign_limit_s: state.sign_s, ready_limit_s: state.ready_s,
  };
}

function readRow(row, order) {
  const { checkpoint } = row;
  return {
    id: row.id, version: row.version, stage: row.stage,
    code: checkpoint.code, name: checkpoint.name, short_name: shortName(checkpoint.name), line: checkpoint.line, grade: checkpoint.grade,
    lng: checkpoint.lng, lat: checkpoint.lat,
    issued_at: order.issued_at, sign_limit_s: order.sign_limit_s, ready_limit_s: order.ready_limit_s,
    delivered_at: row.delivered_at, signed_at: row.signed_at, ready_at: row.ready_at, sign_seconds: row.sign_s, ready_seconds: row.ready_s,
    people: together(row.officers, row.auxiliaries), equipment: row.equipment, vehicles: row.vehicles,
    is_short: row.flags.includes("short"), shortage: row.shortage_text, eta: row.eta, note: row.note || row.outcome,
    waived_by: row.waiver?.by ?? "", resent: row.resent,
  };
}

// Officers and auxiliaries as one figure; unknown as long as neither was reported.
function together(officers, auxiliaries) {
  const isKnown = officers.present !== null || auxiliaries.present !== null;
  return { present: isKnown ? (officers.present ?? 0) + (auxiliaries.present ?? 0) : null, required: officers.required + auxiliaries.required };
}

// On a map the word that all of them share says nothing.
const shortName = (name) => name.replace(/(公安)?(临时)?(检查站|检查点|卡口|卡点)$/u, "").replace(/ (checkpoint|post)$/iu, "") || name;

function readEntry(entry) {
  return { at: entry.at, code: entry.checkpoint.code, name: entry.checkpoint.name, by: entry.by, words: words(entry) };
}

function words(entry) {
  if (entry.kind !== "ready" && entry.kind !== "reported") return [t(STEPS[entry.kind] ?? entry.kind), entry.text].filter(Boolean).join(": ");
  const figures = t("%(people)s people, %(equipment)s pieces, %(vehicles)s vehicles", { people: (entry.officers ?? 0) + (entry.auxiliaries ?? 0), equipment: entry.equipment, vehicles: entry.vehicles ?? 0 });
  const first = entry.kind === "ready" ? t("is ready: %(figures)s", { figures }) : t("reports %(figures)s", { figures });
  return [first, entry.text].filter(Boolean).join(" · ");
}
