// The unit's phone: loads what the crew has to do, keeps it, sends what it does, and says which is which.

import { el } from "../frame/dom.js";
import { REFUSED, SENT, WAITING } from "../frame/outbox.js";
import { ask, toast } from "./ask.js";
import { box } from "./box.js";
import { logView } from "./log.js";
import { isWaiting, ordersView } from "./orders.js";
import { follow } from "./place.js";
import { routeView } from "./route.js";
import { safetyBar } from "./safety.js";
import { ago, config, t, time } from "./say.js";
import { isOver, stageOf, taskCard } from "./task.js";

const SOURCES = { unit: "/api/v1/my-unit/", assignments: "/api/v1/my-assignments/", rounds: "/api/v1/my-rounds/", orders: "/api/v1/my-orders/", safety: "/api/v1/my-unit/check-in/" };
const EVERY_MS = 8000;
const PATIENCE_MS = 6000;
const phone = document.getElementById("phone");
const find = (name) => phone.querySelector(`[data-${name}]`);
let state = { at: null };
let entries = [];
let place = null;
let view = "task";
let seen = "";

// ── what is to be done ───────────────────────────────────────
async function load() {
  const answers = await Promise.all(Object.entries(SOURCES).map(async ([name, path]) => [name, await fetchOne(path)]));
  const fresh = Object.fromEntries(answers.filter(([, told]) => told !== undefined));
  const complete = Object.keys(fresh).length === answers.length;
  if (Object.keys(fresh).length) {
    state = { ...state, ...fresh, at: complete ? new Date().toISOString() : state.at };
    await box.keep(`state:${config.officer}`, state);
  }
  await show();
  ring();
}

async function fetchOne(path) {
  try {
    const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

const rowsOf = (told) => told?.results ?? told?.assignments ?? told ?? [];
const waiting = () => entries.filter((entry) => entry.state === WAITING);
const assignments = () => rowsOf(state.assignments).filter((row) => !isOver(stageOf(row, waiting())));

// A new task makes itself heard: a crew does not stare at its phone.
function ring() {
  const now = assignments().filter((row) => stageOf(row, waiting()) === "issued" || stageOf(row, waiting()) === "delivered").map((row) => row.id).join();
  if (now && now !== seen) {
    navigator.vibrate?.([400, 150, 400]);
    if (seen !== null) toast(t("A new task"));
  }
  seen = now;
}

// ── what is done ─────────────────────────────────────────────
async function act(path, body, title) {
  await box.put({ owner: config.officer, path, body, title });
  const registration = await navigator.serviceWorker?.getRegistration("/my-task/");
  await registration?.sync?.register("anlan-unit").catch(() => {});
  await show();
  await deliver();
}

async function deliver() {
  const outcome = await box.flush();
  const why = find("why");
  const words = { offline: t("Sent by itself when the line is back; no need to wait here."), "signed-out": t("Sign in again, then it is sent.") };
  why.textContent = words[outcome] ?? "";
  if (outcome !== "offline") await load();
  else await show();
}

// ── the views ────────────────────────────────────────────────
async function show() {
  entries = await box.mine(config.officer);
  showHead();
  const tools = { waiting: waiting(), place, where: () => place, act };
  find("safety").replaceChildren(...[safetyBar(state.safety?.timer, tools)].filter(Boolean));
  if (view === "task") swap("task", taskView(tools));
  if (view === "route") swap("route", routeView(state.rounds, tools));
  if (view === "log" && !phone.querySelector("[data-view=log] form")) swap("log", logView(tools));
  if (view === "orders") swap("orders", ordersView(rowsOf(state.orders), tools));
  if (view === "outbox") await showOutbox();
}

// A form somebody is typing in is left alone.
function swap(name, nodes) {
  const part = phone.querySelector(`[data-view="${name}"]`);
  if (part.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  part.replaceChildren(...[nodes].flat().filter(Boolean));
}

function taskView(tools) {
  const rows = assignments();
  if (!config.unit) return el("div", { class: "state" }, el("b", { text: t("You are in no unit now") }), el("span", { text: t("The duty desk puts you into one; then your tasks appear here.") }));
  if (!state.at) return el("div", { class: "state", "aria-busy": "true" }, el("b", { text: t("Loading…") }));
  if (!rows.length) return [el("div", { class: "state" }, el("b", { text: t("No task") }), el("span", { text: t("A new task appears here by itself and makes the phone ring.") })), statusPicker()];
  return [...rows.map((row) => taskCard(row, tools)), statusPicker()];
}

function statusPicker() {
  const now = state.unit?.unit?.status;
  return el("section", { class: "panel pad" },
    el("h2", { class: "s13", text: t("What are you doing?") }),
    el("div", { class: "choice four" }, config.by_hand.map((status) => el("button", {
      type: "button", class: "btn", "aria-pressed": String(status === now), text: config.statuses[status], on: { click: () => setStatus(status) },
    }))));
}

async function setStatus(status) {
  const said = status === "out" || status === "busy"
    ? await ask({ title: config.statuses[status], fields: [{ name: "note", label: t("Reason"), required: true, maxlength: 120 }], confirm: t("Tell the desk") })
    : {};
  if (said) await act(`/api/v1/units/${encodeURIComponent(config.unit)}/status/`, { status, at: new Date().toISOString(), ...said }, config.statuses[status]);
}

function showHead() {
  const unit = state.unit?.unit;
  find("status").textContent = unit ? config.statuses[unit.status] : "";
  find("age").textContent = state.at ? t("as of %(time)s", { time: time(state.at) }) : "";
  const tasks = assignments().length, orders = rowsOf(state.orders).filter(isWaiting).length;
  const unsent = entries.filter((entry) => entry.state !== SENT).length;
  for (const [name, count] of Object.entries({ task: tasks, orders, outbox: unsent })) {
    const badge = phone.querySelector(`[data-tab="${name}"] .count`);
    badge.textContent = count || "";
  }
  const line = find("line");
  line.textContent = navigator.onLine ? t("online") : t("no network");
  line.classList.toggle("off", !navigator.onLine);
}

async function showOutbox() {
  const others = await box.others(config.officer);
  find("kept").textContent = waiting().length ? t("All kept on this phone") : t("Everything is sent");
  find("others").textContent = others ? t("%(n)s entries of other officers stay here, unread and unsent.", { n: others }) : "";
  find("list").replaceChildren(...entries.toReversed().map((entry) => el("li", { class: entry.state === REFUSED ? "bad" : "" },
    el("span", { text: entry.title }),
    el("small", { text: [t(entry.state), time(entry.at), ...entry.faults].join(" · ") }),
    entry.state === REFUSED && el("button", { type: "button", class: "btn", text: t("Remove"), on: { click: async () => { await box.remove(entry.order); await show(); } } }))));
}

function open(name) {
  view = name;
  for (const part of phone.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== name;
  for (const tab of phone.querySelectorAll("[data-tab]")) tab.setAttribute("aria-current", String(tab.dataset.tab === name));
  window.scrollTo(0, 0);
  show();
}

// ── the line and the worker ──────────────────────────────────
async function startWorker() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(config.worker, { type: "module", scope: "/my-task/" });
  await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/static/"));
  registration.active.postMessage({ shell: [location.pathname, ...files] });
}

for (const tab of phone.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => open(tab.dataset.tab));
find("retry").addEventListener("click", deliver);
window.addEventListener("online", deliver);
window.addEventListener("offline", show);
document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
follow({ callSign: config.unit, onMove: (fix) => { place = fix; find("place").textContent = t("position ±%(n)s m, %(ago)s ago", { n: fix.accuracy_m, ago: ago(fix.at) }); } });

state = (await box.kept(`state:${config.officer}`)) ?? state;
open("task");
await startWorker().catch(() => {});
await deliver();
setInterval(() => { if (!document.hidden && navigator.onLine) (waiting().length ? deliver() : load()); }, EVERY_MS);
phone.dataset.ready = "true";
