// Sending units and saying their steps for them; every write goes through the REST API.

import { get, newKey, post, query } from "./api.js";
import { ask, toast } from "./dialog.js";
import { board, t } from "./words.js";

const path = (number, rest) => `incidents/${encodeURIComponent(number)}/${rest}`;
const one = (id, rest = "") => `assignments/${id}/${rest}`;
const CHANNELS = () => board.channels_spoken.map(([value, label]) => ({ value, label }));

export const stageName = (stage) => board.assignment_stages[stage] ?? stage;
export const stepName = (stage) => board.assignment_steps[stage] ?? stageName(stage);
export const metres = (m) => (m === null || m === undefined ? "—" : m >= 1000 ? `${(m / 1000).toFixed(1)} km` : `${Math.round(m)} m`);

export const recommendation = (number, { limit = 5, signal, ...more } = {}) => get(query(path(number, "recommendation/"), { limit, ...more }), { signal, timeout: 6000 });
export const assignmentsOf = (number, { signal } = {}) => get(path(number, "assignments/?limit=50"), { signal });
export const hole = (signs, { signal } = {}) => get(query("coverage/after/", { units: signs.join(",") }), { signal, timeout: 6000 });

const rowsOf = (answer) => (Array.isArray(answer) ? answer : answer?.results ?? answer?.assignments ?? (answer?.id ? [answer] : []));

function took(store, answer) {
  const rows = rowsOf(answer);
  for (const row of rows) store.forces.learnAssignment(row);
  for (const number of new Set(rows.map((row) => row.incident.number))) store.dispatchEvent(new CustomEvent("touch", { detail: { number } }));
  return rows;
}

// Free units get it as their first task: whoever comes second is told. Engaged ones get it as their
// next task, or with `preempt` are taken off their call.
export async function send(store, { incident, units, reason, preempt, version = incident.version }) {
  const engaged = (sign) => store.forces.doing(sign).length > 0;
  const [free, busy] = preempt ? [units, []] : [units.filter((sign) => !engaged(sign)), units.filter(engaged)];
  const body = { ...(reason ? { reason } : {}), ...(preempt ? { preempt: true } : {}) };
  const rows = [];
  for (const [signs, primary] of [[free, true], [busy, false]]) {
    const isFirst = rows.length === 0;
    if (signs.length) rows.push(...took(store, await post(path(incident.number, "assignments/"), { ...body, units: signs, primary, ...(isFirst && version ? { version } : {}) }, { key: newKey() })));
  }
  if (store.selected === incident.number) store.forces.pick([]);
  store.forces.refreshSoon();
  toast(t("%(units)s sent to %(number)s", { units: units.join(", "), number: incident.number }));
  return rows;
}

// A row may have gone on while the dialog stood open (delivered, overdue); a step that still follows
// is sent against its newest version, one that no longer does is refused with both.
function newestWith(store, row, to) {
  const newest = store.forces.assignments.get(row.id);
  return newest?.version > row.version && newest.next_steps?.includes(to) ? newest : row;
}

export async function step(store, row, values) {
  const answer = await post(one(row.id, "steps/"), { version: newestWith(store, row, values.to).version, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value)) });
  took(store, answer);
  toast(t("%(unit)s: %(step)s", { unit: row.unit.call_sign, step: stageName(values.to) }));
  return answer;
}

// The unit said it by voice: who wrote it down is kept, and over which channel it came.
export function stepByVoice(store, row, to) {
  const isSaid = to === "returned" || to === "fed_back";
  return ask({
    title: t("%(unit)s: %(step)s", { unit: row.unit.call_sign, step: stepName(to) }),
    text: t("On behalf of the unit: your name and the channel stay with the step."),
    fields: [
      { name: "channel", label: t("It was said by"), options: CHANNELS(), value: "radio", blank: false },
      { name: "text", label: to === "returned" ? t("Reason") : to === "fed_back" ? t("What came of it") : t("What was said"), required: isSaid, maxlength: 200 },
    ],
    confirm: stepName(to),
    send: (values) => step(store, row, { to, ...values }),
  });
}

export function recall(store, row) {
  return ask({
    title: t("Recall %(unit)s from %(number)s?", { unit: row.unit.call_sign, number: row.incident.number }),
    text: t("The unit is free again; the reason goes into the timeline."),
    fields: [{ name: "reason", label: t("Reason"), required: true, maxlength: 200 }],
    confirm: t("Recall"),
    danger: true,
    send: ({ reason }) => recallNow(store, row, reason),
  });
}

export async function recallNow(store, row, reason) {
  took(store, await post(one(row.id, "recall/"), { reason, version: row.version }));
  toast(t("%(unit)s is recalled from %(number)s", { unit: row.unit.call_sign, number: row.incident.number }));
}

export function reassign(store, row) {
  const free = store.forces.sorted().filter((unit) => unit.is_available && unit.call_sign !== row.unit.call_sign).slice(0, 200);
  return ask({
    title: t("Send another unit instead of %(unit)s", { unit: row.unit.call_sign }),
    text: t("One act: the old unit is recalled and the new one is sent, both with the reason."),
    fields: [
      { name: "unit", label: t("Unit"), required: true, options: free.map((unit) => ({ value: unit.call_sign, label: `${unit.call_sign} ${unit.agency.name}` })) },
      { name: "reason", label: t("Reason"), required: true, maxlength: 200 },
    ],
    confirm: t("Reassign"),
    send: async (values) => {
      took(store, await post(one(row.id, "reassign/"), { ...values, version: row.version }));
      toast(t("%(units)s sent to %(number)s", { units: values.unit, number: row.incident.number }));
    },
  });
}

export async function resend(store, row) {
  try {
    took(store, await post(one(row.id, "resend/"), { version: row.version }));
    toast(t("Sent again to %(unit)s", { unit: row.unit.call_sign }));
  } catch (refusal) {
    toast(refusal.message, { bad: true });
  }
}

export async function setStatus(store, unit, { status, note, channel }) {
  const answer = await post(`units/${encodeURIComponent(unit.call_sign)}/status/`, { status, version: unit.version, ...(note ? { note } : {}), ...(channel ? { channel } : {}) });
  if (answer?.call_sign) store.forces.learnUnit(answer);
  toast(t("%(unit)s: %(step)s", { unit: unit.call_sign, step: board.unit_statuses[status] ?? status }));
}

export async function checkIn(store, sign, values) {
  await post(`units/${encodeURIComponent(sign)}/check-in/`, values);
  store.forces.refreshSoon();
  toast(t("%(unit)s is safe: noted", { unit: sign }));
}
