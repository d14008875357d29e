// The phone of a post: what is ordered, what is counted, what waits on the phone; with or without a line.

import { byId, el, say, swap } from "../frame/dom.js";
import { REFUSED, SENT, WAITING } from "../frame/outbox.js";
import { ring } from "../frame/ring.js";
import { toast } from "./asking.js";
import { box } from "./box.js";
import { everySecond, now, start } from "./clock.js";
import { Follower } from "./follow.js";
import { get, hms, page, t, urlOf } from "./page.js";
import { checkView } from "./post_check.js";
import { force } from "./post_forced.js";
import { countView, lanesView } from "./post_forms.js";
import { ordersView, tickOrders, unsigned } from "./post_orders.js";

const VIEWS = ["orders", "count", "lanes", "check", "outbox"];
const STATES = { [WAITING]: "waits for the line", [SENT]: "sent and received", [REFUSED]: "refused" };
const KEPT = "state:";
const CONCERNS = /^(checkpoints\.(switch|duty|level|lanes|count)|containment\.|lookout\.|dispatch\.(order|receipt)_)/;
let state = { at: null, asked: "", switches: [], notices: [], posts: [], today: {} };
let entries = [];
let view = "orders";
let isUp = true;

// ── what is to be done ───────────────────────────────────────
async function load() {
  const asked = new Date(now()).toISOString();
  const rows = async (url) => (url ? (await get(url, { timeout: 6000 })).results : []);
  const today = page.places.map(async ({ code }) => [code, await get(urlOf("today", code), { timeout: 6000 })]);
  const [switches, notices, posts, ...days] = await Promise.all([rows(page.urls.switches), rows(`${page.urls.notices}?unread=1`), rows(page.urls.posts), ...today]);
  state = { at: now(), asked, switches, notices, posts, today: Object.fromEntries(days) };
  document.dispatchEvent(new CustomEvent("anlan:orders"));
  await box.keep(KEPT + page.officer, state);
  await show();
}

// What the server's last answer cannot hold yet: what waits, and what was sent since it was asked.
const pending = () => entries.filter((entry) => entry.state === WAITING || (entry.state === SENT && entry.sentAt > state.asked));

// ── what is done ─────────────────────────────────────────────
async function act(path, body, title, how = {}) {
  await box.put({ owner: page.officer, path, body, title, ...how });
  const registration = await navigator.serviceWorker?.getRegistration("/my-post/");
  await registration?.sync?.register("anlan-post").catch(() => {});
  await show();
  await deliver();
}

async function deliver() {
  const outcome = await box.flush();
  isUp = outcome !== "offline";
  const why = { offline: t("Sent by itself when the line is back; no need to wait here."), "signed-out": t("Sign in again, then it is sent.") };
  say(byId("why"), why[outcome] ?? "");
  await show();
  if (isUp) await follower.look();
}

// ── the views ────────────────────────────────────────────────
const tools = () => ({ pending: pending(), act, state, redraw: show });

async function show() {
  entries = await box.mine(page.officer);
  const waits = unsigned(state.switches, pending());
  force(waits, tools());
  if (ring(waits.map(({ switch: row }) => `${row.id}:${row.resent}`).join())) toast(t("A new order"));
  showFoot();
  if (view === "orders") fill("orders", state.at ? ordersView(tools()) : el("div", { class: "state", "aria-busy": "true" }, el("b", { text: t("Loading…") })));
  if (view === "outbox") await showOutbox();
  tickOrders(now());
}

// A form somebody is typing in is left alone.
function fill(name, nodes) {
  const part = document.querySelector(`[data-view="${name}"]`);
  if (part.querySelector("form[data-dirty]")) return;
  if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
  swap(part, nodes);
}

function open(name) {
  view = name;
  for (const part of document.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== name;
  for (const tab of document.querySelectorAll("[data-tab]")) tab.setAttribute("aria-current", String(tab.dataset.tab === name));
  const made = { count: countView, lanes: lanesView, check: checkView }[name];
  if (made) fill(name, made(tools));
  show();
}

function showFoot() {
  const waiting = entries.filter((entry) => entry.state === WAITING).length;
  const refused = entries.filter((entry) => entry.state === REFUSED).length;
  const last = entries.filter((entry) => entry.state === SENT).at(-1);
  const saved = byId("saved");
  saved.classList.toggle("waits", waiting > 0);
  saved.classList.toggle("refused", !waiting && refused > 0);
  say(saved, waiting ? t("%(n)s saved on this phone, not sent yet", { n: waiting }) : refused ? t("! %(n)s refused: see the outbox", { n: refused }) : last ? t("✓ All sent, the last at %(time)s", { time: hms(last.sentAt) }) : t("Nothing waits on this phone."));
  const counts = { orders: unsigned(state.switches, pending()).length + state.notices.length + state.posts.filter((post) => post.state === "issued").length, outbox: waiting + refused };
  for (const name of VIEWS) say(document.querySelector(`[data-tab="${name}"] .count`), counts[name] ? String(counts[name]) : "");
}

async function showOutbox() {
  const waiting = entries.filter((entry) => entry.state === WAITING).length;
  const refused = entries.filter((entry) => entry.state === REFUSED).length;
  const told = refused ? t("Refused: put it right and save it again, then remove it here.") : t("Nothing waits on this phone.");
  say(byId("kept"), waiting ? t("All kept on this phone") : refused ? t("! %(n)s refused", { n: refused }) : t("Everything is sent"));
  say(byId("summary"), waiting ? t("%(n)s wait for the line; none is lost.", { n: waiting }) : told);
  swap(byId("entries"), [...entries].reverse().map((entry) => el("li", { class: entry.state === REFUSED ? "bad" : "" },
    el("span", { text: entry.title }), el("small", { text: [hms(entry.at), t(STATES[entry.state]), ...entry.faults].join(" · ") }),
    entry.state === REFUSED && el("button", { type: "button", class: "btn", text: t("Take off the list"), on: { click: async () => { await box.remove(entry.order); await show(); } } }))));
  const others = await box.others(page.officer);
  say(byId("others"), others ? t("%(n)s entries of other officers stay here, unread and unsent.", { n: others }) : "");
}

// ── the line ─────────────────────────────────────────────────
function freshness({ link, age, stale, failed }) {
  isUp = !failed || failed.status > 0;
  const line = byId("line");
  line.classList.toggle("off", !isUp || stale);
  say(line, !isUp || stale ? t("no line") : link === "live" ? t("live") : t("slow line: asks every %(n)s s", { n: 4 }));
  say(byId("age"), age === null ? "" : t("%(n)s s ago", { n: Math.round(age / 1000) }));
  byId("stale").hidden = !stale && isUp;
  if (stale || !isUp) say(byId("stale"), t("No line: what you enter is kept here and sent by itself. Orders are as of %(time)s.", { time: hms(state.at) }));
}

const follower = new Follower({ concerns: ({ kind }) => CONCERNS.test(kind), load, tell: freshness, calmMs: 20_000 });

everySecond((at) => { follower.tick(at); tickOrders(at); });
for (const tab of document.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => open(tab.dataset.tab));
byId("retry").addEventListener("click", deliver);
addEventListener("online", deliver);
document.addEventListener("visibilitychange", () => document.hidden || deliver());
setInterval(() => entries.some((entry) => entry.state === WAITING) && deliver(), 8000);

async function keepShell() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(page.urls.worker, { type: "module" });
  const registration = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/"));
  registration.active.postMessage({ shell: [location.pathname, ...files] });
}

state = (await box.kept(KEPT + page.officer)) ?? state;
await box.forgetOthers(KEPT, page.officer);
open("orders");
follower.start();
start();
deliver();
document.getElementById("phone").dataset.ready = "";
keepShell().catch(() => {}); // without a worker the page works with a line only
