// The unit's phone: loads what the crew has to do, keeps it, sends what it does, and says which is which.

import { el } from "../frame/dom.js";
import { REFUSED, SENT, WAITING } from "../frame/outbox.js";
import { ask, toast } from "./ask.js";
import { box } from "./box.js";
import { now, setClock } from "./clock.js";
import { forceOrders } from "./forced.js";
import { logView } from "./log.js";
import { notices } from "./notices.js";
import { ordersView } from "./orders.js";
import { follow } from "./place.js";
import { ring } from "../frame/ring.js";
import { noteMove, routeView } from "./route.js";
import { safetyBar } from "./safety.js";
import { ago, config, t, time } from "./say.js";
import { isOver, isUnsigned, stageOf, unsignedOrders, vanished } from "./steps.js";
import { taskCard } from "./task.js";
import { isTouched, watchTouch } from "./touch.js";

const SOURCES = { unit: "/api/v1/my-unit/", assignments: "/api/v1/my-assignments/", rounds: "/api/v1/my-rounds/", orders: "/api/v1/my-orders/", safety: "/api/v1/my-unit/check-in/" };
const STATES = { [WAITING]: "waits for the line", [SENT]: "sent and received", [REFUSED]: "refused" };
const EVERY_MS = 8000;
const PATIENCE_MS = 6000;
const phone = document.getElementById("phone");
const find = (name) => phone.querySelector(`[data-${name}]`);
const KEPT = "state:";
const TAKEN = ["recalled", "preempted", "reassigned"]; // ends the crew did not bring about
let state = { at: null, asked: "", gone: [], asking: [] };
let entries = [];
let place = null;
let view = "task";

// ── what is to be done ───────────────────────────────────────
async function load() {
  const asked = new Date().toISOString();
  const answers = await Promise.all(Object.entries(SOURCES).map(async ([name, path]) => [name, await fetchOne(path)]));
  const fresh = Object.fromEntries(answers.filter(([, told]) => told));
  const isComplete = Object.keys(fresh).length === answers.length;
  if (Object.keys(fresh).length) {
    const asking = fresh.assignments ? vanished(rowsOf(state.assignments), rowsOf(fresh.assignments)) : [];
    state = { ...state, ...fresh, asking: [...new Set([...state.asking, ...asking])], ...(isComplete && { at: now(), asked }) };
    await askAfter();
    await keep();
  }
  await show();
  const calls = [...assignments().filter((row) => isUnsigned(stageOf(row, pending()))).map((row) => row.id), ...unsignedOrders(rowsOf(state.orders), pending()).map((row) => row.order.number)];
  if (ring(calls.join()) && assignments().length) toast(t("A new task"));
}

// Answers undefined where there is no line, null where there is no such thing.
async function fetchOne(path) {
  try {
    const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    if (answer.ok) return await answer.json();
    return answer.status === 404 ? null : undefined;
  } catch {
    return undefined;
  }
}

// A task that is no longer listed: who took it back, when and why, unless the crew ended it.
async function askAfter() {
  for (const id of state.asking) {
    const row = await fetchOne(`/api/v1/my-assignments/${id}/`);
    if (row === undefined) continue;
    state.asking = state.asking.filter((asked) => asked !== id);
    if (!row || !TAKEN.includes(row.stage)) continue;
    state.gone = [...state.gone, { id, number: row.incident.number, stage: row.stage, by: row.stage_by, at: row.ended_at, reason: row.outcome || row.reason }];
    navigator.vibrate?.(400);
  }
}

const keep = () => box.keep(KEPT + config.officer, state);
const rowsOf = (told) => told?.results ?? told?.assignments ?? told ?? [];
const waiting = () => entries.filter((entry) => entry.state === WAITING);
// What the server's last answer cannot hold yet: what waits, and what was sent since it was asked.
const pending = () => entries.filter((entry) => entry.state === WAITING || (entry.state === SENT && entry.sentAt > state.asked));
const assignments = () => rowsOf(state.assignments).filter((row) => !isOver(stageOf(row, pending())));
const callSign = () => (state.unit ? (state.unit.unit?.call_sign ?? "") : config.unit);

// ── what is done ─────────────────────────────────────────────
async function act(path, body, title, how = {}) {
  await box.put({ owner: config.officer, path, body, title, ...how });
  const registration = await navigator.serviceWorker?.getRegistration("/my-task/");
  await registration?.sync?.register("anlan-unit").catch(() => {});
  await show();
  await deliver();
}

async function deliver() {
  const outcome = await box.flush();
  await setClock();
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
  if (isTouched(show)) return;
  const tools = { waiting: pending(), place, where: () => place, callSign, act };
  forceOrders(rowsOf(state.orders), tools);
  showNotices();
  find("safety").replaceChildren(...[safetyBar(state.safety?.timer, tools)].filter(Boolean));
  if (view === "task") swap("task", taskView(tools));
  if (view === "route") swap("route", routeView(state.rounds, tools));
  if (view === "log" && !phone.querySelector("[data-view=log] form")) swap("log", logView(tools));
  if (view === "orders") swap("orders", ordersView(rowsOf(state.orders), tools));
  if (view === "outbox") await showOutbox();
}

function showNotices() {
  const told = notices({ gone: state.gone, entries, dismiss, remove: async (orders) => { await Promise.all(orders.map(box.remove)); await show(); } });
  const key = told?.textContent ?? "";
  if (find("needs").textContent !== key) find("needs").replaceChildren(...[told].filter(Boolean)); // read out once
}

async function dismiss(id) {
  state.gone = state.gone.filter((row) => row.id !== id);
  await keep();
  await show();
}

// A form somebody is typing in is left alone.
function swap(name, nodes) {
  const part = phone.querySelector(`[data-view="${name}"]`);
  if (part.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  part.replaceChildren(...[nodes].flat().filter(Boolean));
}

function taskView(tools) {
  const rows = assignments();
  if (!callSign()) return el("div", { class: "state" }, el("b", { text: t("You are in no unit now") }), el("span", { text: t("The duty desk puts you into one; then your tasks appear here.") }));
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
  if (said) await act(`/api/v1/units/${encodeURIComponent(callSign())}/status/`, { status, at: now(), ...said }, config.statuses[status]);
}

function showHead() {
  const unit = state.unit?.unit;
  find("status").textContent = unit ? config.statuses[unit.status] : "";
  find("age").textContent = state.at ? t("as of %(time)s", { time: time(state.at) }) : "";
  const tasks = assignments().length, orders = unsignedOrders(rowsOf(state.orders), pending()).length;
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
  const n = waiting().length;
  find("kept").textContent = n ? t("All kept on this phone") : t("Everything is sent");
  find("summary").textContent = n ? t("%(n)s wait for the line; none is lost.", { n }) : t("Nothing waits on this phone.");
  find("others").textContent = others ? t("%(n)s entries of other officers stay here, unread and unsent.", { n: others }) : "";
  find("list").replaceChildren(...entries.toReversed().map((entry) => el("li", { class: entry.state === REFUSED ? "bad" : "" },
    el("span", { text: entry.title }),
    el("small", { text: [t(STATES[entry.state]), time(entry.at), ...entry.faults].join(" · ") }),
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

function moved(fix) {
  const isFirst = place === null;
  place = fix;
  noteMove(state.rounds, place);
  find("place").textContent = t("position ±%(n)s m, %(ago)s ago", { n: fix.accuracy_m, ago: ago(fix.at) });
  if (isFirst) show();
}

watchTouch(phone);
await setClock();
await box.forgetOthers(KEPT, config.officer);
state = { ...state, ...(await box.kept(KEPT + config.officer)) };
follow({ callSign, onMove: moved });
open("task");
await startWorker().catch(() => {});
await deliver();
setInterval(() => { if (navigator.onLine) (waiting().length ? deliver() : load()); else show(); }, EVERY_MS);
phone.dataset.ready = "true";
