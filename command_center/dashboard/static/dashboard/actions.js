// What a dispatcher may do to the incident in hand; every change goes through the REST API.

import { get, patch, post } from "./api.js";
import { ask, toast } from "./dialog.js";
import { el } from "./dom.js";
import { board, letter, nameOf, t } from "./words.js";

const WITH_TEXT = new Set(["cancelled", "transferred", "returned", "on_hold", "reopened", "invalid"]);
const closing = (step) => step === "closed" || step === "invalid";
const kept = {};

const path = (number, rest = "") => `incidents/${encodeURIComponent(number)}/${rest}`;

async function everyPage(address) {
  const found = await get(address);
  const rest = found.next ? await everyPage(new URL(found.next).pathname + new URL(found.next).search) : [];
  return [...found.results, ...rest];
}

// Categories and dispositions change by the year: read once per page.
export async function list(name) {
  kept[name] ??= everyPage(`${name}/?limit=200`).catch((error) => { delete kept[name]; throw error; });
  return kept[name];
}

// The next stage on the way to the end; on hold or back only where nothing leads on.
export function nextOf(incident) {
  const steps = incident.next_steps ?? [];
  const ahead = board.stages.slice(board.stages.findIndex((stage) => stage.state === incident.state) + 1);
  return ahead.find((stage) => steps.includes(stage.state))?.state ?? steps[0];
}

export const stepLabel = (step) => board.steps[step] ?? step;

const filled = (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ""));

async function took(store, answer) {
  if (answer?.number) store.learn(answer);
  else store.dispatchEvent(new CustomEvent("touch", { detail: { number: store.selected } }));
  return answer;
}

async function sendStep(store, incident, body) {
  const answer = await post(path(incident.number, "steps/"), { version: incident.version, ...filled(body) });
  await took(store, answer);
  toast(t("%(number)s: %(step)s", { number: incident.number, step: stepLabel(body.to) }));
}

export async function step(store, incident, to) {
  if (closing(to)) return close(store, incident, to);
  if (WITH_TEXT.has(to)) return stepWithText(store, incident, to);
  try {
    return await sendStep(store, incident, { to });
  } catch (refusal) {
    return toast(refusal.message, { bad: true });
  }
}

function stepWithText(store, incident, to) {
  return ask({
    title: t("%(number)s: %(step)s", { number: incident.number, step: stepLabel(to) }),
    text: t("The reason goes into the timeline."),
    fields: [{ name: "text", label: t("Reason"), type: "textarea", required: true, maxlength: 2000 }],
    confirm: stepLabel(to),
    send: (values) => sendStep(store, incident, { to, text: values.text }),
  });
}

export async function close(store, incident, to = "closed") {
  const found = await list("dispositions").catch((refusal) => toast(refusal.message, { bad: true }));
  if (!found) return undefined;
  return ask({
    title: t("Close %(number)s?", { number: incident.number }),
    text: t("A disposition is required. It can be reopened; the reopening stays in the timeline."),
    fields: [
      { name: "disposition", label: t("Disposition"), required: true, options: found.map((row) => ({ value: row.code, label: nameOf(row) })) },
      { name: "text", label: t("Outcome"), type: "textarea", maxlength: 2000 },
    ],
    confirm: stepLabel("closed"),
    send: (values) => sendStep(store, incident, { to, ...values }),
  });
}

export function note(store, incident) {
  return ask({
    title: t("Note on %(number)s", { number: incident.number }),
    fields: [{ name: "text", label: t("What was said or seen"), type: "textarea", required: true, maxlength: 2000 }],
    confirm: t("Add to the timeline"),
    send: (values) => addNote(store, incident.number, values.text),
  });
}

export async function addNote(store, number, text) {
  await post(path(number, "timeline/"), { text });
  store.dispatchEvent(new CustomEvent("touch", { detail: { number } }));
}

export async function edit(store, incident) {
  const found = await list("categories").catch(() => []);
  return ask({
    title: t("Edit %(number)s", { number: incident.number }),
    fields: [
      { name: "level", label: t("Level"), blank: false, value: incident.level, options: [1, 2, 3, 4].map((value) => ({ value, label: `${letter(value)} ${board.level_names[value - 1]}` })) },
      { name: "category", label: t("Category"), blank: false, value: incident.category?.code, options: found.map((row) => ({ value: row.code, label: `${row.code} ${nameOf(row)}` })) },
      { name: "address", label: t("Address"), value: incident.address, maxlength: 200 },
    ],
    confirm: t("Save"),
    send: async (values, version) => {
      const body = { ...values, level: Number(values.level) };
      await took(store, await patch(path(incident.number), body, { version: version ?? incident.version }));
      toast(t("%(number)s saved", { number: incident.number }));
    },
  });
}

export function merge(store, incident) {
  return ask({
    title: t("Merge %(number)s into another", { number: incident.number }),
    text: t("Its timeline is kept; the main incident carries on."),
    fields: [{ name: "into", label: t("Main incident, number or its tail"), required: true }],
    confirm: t("Merge"),
    send: async (values) => {
      const [into, other] = store.find(values.into);
      await took(store, await post(path(incident.number, "merge/"), { into: into && !other ? into : values.into }));
    },
  });
}

export async function unmerge(store, incident) {
  try {
    await took(store, await post(path(incident.number, "unmerge/")));
  } catch (refusal) {
    toast(refusal.message, { bad: true });
  }
}

export function strike(store, number, entry) {
  return ask({
    title: t("Strike this entry?"),
    text: entry.text,
    fields: [{ name: "reason", label: t("Reason"), required: true, hint: t("The entry stays readable, struck through, with your name.") }],
    confirm: t("Strike"),
    send: async (values) => {
      await post(path(number, `timeline/${entry.id}/strike/`), values);
      store.dispatchEvent(new CustomEvent("touch", { detail: { number } }));
    },
  });
}

// Personal data in the open: asks why, is written to the access register, is not kept on the page.
export function reveal(incident, shown) {
  return ask({
    title: t("Show the caller of %(number)s", { number: incident.number }),
    text: t("Your name, the purpose and the case go into the access register."),
    fields: [
      { name: "purpose", label: t("Purpose"), required: true, options: board.purposes.map(([value, label]) => ({ value, label })) },
      { name: "case_number", label: t("Case or incident number"), required: true, value: incident.number },
      { name: "reason", label: t("Reason"), required: true, type: "textarea" },
    ],
    confirm: t("Show"),
    send: async (values) => shown(await post(path(incident.number, "reveal/"), values)),
  });
}

export const printLink = (number) => el("a", { class: "btn quiet sm", href: `/incidents/${encodeURIComponent(number)}/`, text: t("Full page") });
