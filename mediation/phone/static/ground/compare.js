// Somebody changed the row while this phone was away: both are shown, and a person chooses.

import { el } from "../frame/dom.js";
import { WAITING } from "../frame/outbox.js";
import { box } from "./box.js";
import { complain, note } from "./fields.js";
import { page, t, when } from "./page.js";

const SHOWN = ["stage", "text", "level", "address", "due_at", "notice_number", "penalty_number", "version"];
const labels = () => ({ stage: t("Stage"), text: t("What is wrong"), level: t("How grave"), address: t("Place"), due_at: t("Due"), notice_number: t("Notice to rectify"), penalty_number: t("Penalty notice"), version: t("Version") });

async function now(entry) {
  try {
    const answer = await fetch(entry.row, { cache: "no-store", headers: { Accept: "application/json", "Accept-Language": page.language } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export async function compareView(id, tools) {
  const entry = await box.read(id, tools.owner);
  if (!entry) return { title: t("Compare both"), body: [note(t("It is no longer on this phone: it was received, or taken off."))], back: () => "outbox" };
  const theirs = await now(entry);
  return {
    title: t("Compare both"),
    back: () => "outbox",
    body: [
      el("p", { text: entry.faults.join(" ") }),
      !theirs && note(t("Comparing needs the line. Nothing is lost meanwhile."), "warn"),
      theirs && both(entry.fields?.seen ?? {}, theirs, tools.state.hazard ?? {}),
      mine(entry),
    ],
    foot: el("div", { class: "gap8" },
      theirs && el("button", { type: "button", class: "btn fill", text: t("Send mine as well, on top of it"), on: { click: () => sendMine(entry, theirs, tools) } }),
      theirs && el("button", { type: "button", class: "btn", text: t("Leave it as it is at the station"), on: { click: (event) => leave(event.target, entry, tools) } })),
  };
}

function both(seen, theirs, { stages = [], levels = [] }) {
  const named = labels();
  const known = { stage: Object.fromEntries(stages), level: Object.fromEntries(levels) };
  const read = (row, name) => (name.endsWith("_at") && row[name] ? when(row[name]) : (known[name]?.[row[name]] ?? row[name]) || "–");
  const line = (name) => {
    const [before, after] = [read(seen, name), read(theirs, name)].map(String);
    return el("tr", { class: before === after ? "" : "on" }, el("th", { scope: "row", text: named[name] }), el("td", { text: before }), el("td", { text: before === after ? after : `≠ ${after}` }));
  };
  return el("section", { class: "card pad" }, el("table", { class: "tbl wrap" },
    el("caption", { class: "visually-hidden", text: t("What you saw, and what stands there now") }),
    el("thead", {}, el("tr", {}, el("td", {}), el("th", { scope: "col", text: t("As you saw it") }), el("th", { scope: "col", text: t("At the station now") }))),
    el("tbody", {}, SHOWN.filter((name) => name in theirs).map(line))));
}

function mine(entry) {
  const { act, text } = entry.fields ?? {};
  const done = (entry.fields?.seen?.acts ?? []).find(([code]) => code === act)?.[1];
  return el("section", { class: "card pad" }, el("h2", { text: t("What you wrote") }), el("p", { text: [done, text].filter(Boolean).join(t(", ")) }));
}

// Under a new key, upon the version that was looked at: should it change again, it clashes again.
async function sendMine(entry, theirs, tools) {
  const { version } = theirs;
  const anew = await box.reopen(entry, WAITING, { version, body: { ...entry.body, version }, tried: false });
  if (!anew) return complain([t("It is being sent at this moment; look again shortly.")]);
  tools.go("outbox");
  return tools.deliver();
}

async function leave(button, entry, tools) {
  if (!button.dataset.sure) {
    button.dataset.sure = "1";
    button.textContent = t("Really throw away what you wrote?");
    return;
  }
  await box.remove(entry.order);
  tools.go("outbox");
}
