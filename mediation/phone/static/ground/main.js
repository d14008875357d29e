// The community officer's phone: one view after the other, kept as it is typed, sent when there is a line.

import { byId, say, swap } from "../frame/dom.js";
import { BEHIND, CLASH, DRAFT, REFUSED, isUnsent } from "../frame/outbox.js";
import { box } from "./box.js";
import { compareView } from "./compare.js";
import { Draft } from "./draft.js";
import { entryView } from "./entry_view.js";
import { complain, note } from "./fields.js";
import { hubView } from "./hub.js";
import { isReady, kindOf } from "./kinds.js";
import { outboxView } from "./outbox_view.js";
import { hms, page, setClock, t } from "./page.js";
import { sizeOf } from "./photos.js";

const KEPT = "state:";
const EVERY_MS = 8000;
const PATIENCE_MS = 8000;
const STATE_EVERY_MS = 60_000;
const owner = page.officer;
const phone = byId("phone");
let state = {};
let entries = [];
let draft = null;
let given = {};
let why = "";
let asked = 0;
let turn = 0;
let back = null;

// ── what there is to be done ─────────────────────────────────
async function load() {
  if (Date.now() - asked < STATE_EVERY_MS) return;
  try {
    const answer = await fetch(page.urls.state, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return;
    state = await answer.json();
  } catch {
    return;
  }
  asked = Date.now();
  await box.keep(KEPT + owner, state);
  if (route()[0] === "") await show();
}

// ── the line ─────────────────────────────────────────────────
async function deliver() {
  const before = JSON.stringify(entries.map(({ id, state: at }) => [id, at]));
  const outcome = await box.flush();
  why = { offline: t("Sent by itself when the line is back; no need to wait here."), "signed-out": t("Sign in again, then it is sent.") }[outcome] ?? "";
  showLine(outcome === "offline" || !navigator.onLine);
  setClock(await box.kept(BEHIND));
  entries = await box.mine(owner);
  const isChanged = JSON.stringify(entries.map(({ id, state: at }) => [id, at])) !== before;
  if (isChanged || route()[0] === "outbox") await showQuietly();
  if (outcome !== "offline") await load();
}

function showLine(isOff) {
  const line = byId("line");
  line.classList.toggle("off", isOff);
  say(line, isOff ? t("no network") : t("online"));
}

// What came by itself redraws only lists, never a form somebody writes in.
const showQuietly = () => (["", "outbox"].includes(route()[0]) ? show() : Promise.resolve());

// ── the views ────────────────────────────────────────────────
const route = () => decodeURIComponent(location.hash.slice(1)).split("/");
const go = (hash) => { if (location.hash.slice(1) === hash) show(); else location.hash = hash; };

async function tools() {
  const sizes = new Map(await Promise.all(entries.filter(isUnsent).map(async (entry) => [entry.id, await sizeOf(entry)])));
  const waiting = entries.filter(isUnsent).length;
  const clashes = entries.filter((entry) => [CLASH, REFUSED].includes(entry.state)).length;
  return { state, entries, sizes, waiting, clashes, why, owner, who: page.who, others: await box.others(owner), now: Date.now, go, begin, deliver, finish, head };
}

function begin(kind, fields) {
  given = fields;
  go(`${kind}/new`);
}

async function formView(kind, id, step) {
  if (!isReady(kindOf(kind), state)) return { title: kindOf(kind).word(), body: [note(t("Nothing loaded yet: open it once with a line."))] };
  if (!draft || (id === "new" ? draft.kind !== kind || draft.id : draft.id !== id)) {
    const entry = id === "new" ? null : await box.read(id, owner);
    if (id !== "new" && entry?.state !== DRAFT) return entryView(id, await tools());
    draft = new Draft({ kind, owner, entry, told });
    if (!entry) Object.assign(draft.fields, given);
    given = {};
  }
  return kindOf(kind).form(draft, await tools(), step);
}

// The draft has its place in the store: the address says which one it is.
function told({ id, kind, savedAt }) {
  const [, shown, step] = route();
  if (shown === "new" && id) history.replaceState(null, "", `#${[kind, id, step].filter(Boolean).join("/")}`);
  say(byId("saved"), t("Kept on this phone"));
  say(byId("saved-at"), hms(savedAt));
}

async function viewOf([name, id, step]) {
  if (name === "outbox") return outboxView(await tools());
  if (name === "entry") return entryView(id, await tools());
  if (name === "compare") return compareView(id, await tools());
  if (kindOf(name)) return formView(name, id || "new", step);
  return hubView(await tools());
}

async function show() {
  const mine = (turn += 1);
  entries = await box.mine(owner);
  const view = await viewOf(route());
  if (mine !== turn) return; // gone on meanwhile
  const isForm = Boolean(kindOf(route()[0]));
  if (!isForm) draft = await leaveDraft();
  complain([]);
  say(byId("title"), view.title);
  head(view);
  back = route()[0] === "" ? null : (view.back ?? (() => ""));
  swap(byId("view"), view.body);
  swap(byId("acts"), view.foot ?? []);
  byId("keeping").hidden = !isForm;
  if (isForm) showKept();
}

async function leaveDraft() {
  if (draft?.id) await draft.keep();
  return null;
}

function showKept() {
  say(byId("saved"), draft?.savedAt ? t("Kept on this phone") : t("Nothing typed yet"));
  say(byId("saved-at"), draft?.savedAt ? hms(draft.savedAt) : "");
}

function head({ aside = "", under = null }) {
  say(byId("aside"), aside);
  swap(byId("under"), under ?? []);
}

// ── sending ──────────────────────────────────────────────────
async function finish(form, request) {
  await form.keep();
  await form.queue({ ...request(), title: form.title() });
  draft = null;
  const registration = await navigator.serviceWorker?.getRegistration("/ground/mine/");
  await registration?.sync?.register("anlan-ground").catch(() => {});
  go("outbox");
  await deliver();
}

async function startWorker() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(page.urls.worker, { type: "module", scope: "/ground/mine/" });
  const registration = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/"));
  registration.active.postMessage({ shell: [location.pathname, ...files] });
}

byId("back").addEventListener("click", (event) => {
  if (!back) return;
  event.preventDefault();
  go(back());
});
addEventListener("hashchange", () => { window.scrollTo(0, 0); show(); });
addEventListener("online", deliver);
addEventListener("offline", () => showLine(true));
addEventListener("pagehide", () => draft?.id && draft.keep());
document.addEventListener("visibilitychange", () => (document.hidden ? draft?.id && draft.keep() : deliver()));
setInterval(() => (entries.some(isUnsent) ? deliver() : navigator.onLine && load()), EVERY_MS);

navigator.storage?.persist?.().catch(() => {}); // what waits must not be cleared to make room
setClock(await box.kept(BEHIND));
state = (await box.kept(KEPT + owner)) ?? {};
await box.forgetOthers(KEPT, owner);
showLine(!navigator.onLine);
await show();
await startWorker().catch(() => {}); // without a worker it works with a line only
await deliver();
phone.dataset.ready = "";
