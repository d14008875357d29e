// The phone form: keeps what is typed at once, sends it when there is a line, says which is which.

import { DRAFT, REFUSED, SENT, WAITING, blank, countOfOthers, flush, mine, queue, read, remove, save } from "./outbox.js";
import { drop, forget, leftBehind, note } from "./typed.js";

const phone = document.getElementById("phone");
const form = document.getElementById("report");
const words = JSON.parse(document.getElementById("words").textContent);
const owner = phone.dataset.officer;
const find = (name) => phone.querySelector(`[data-${name}]`);
const clock = new Intl.DateTimeFormat("zh", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
let entry = blank(owner);
let position = {};
let timer;

// ── the draft ────────────────────────────────────────────────
function fieldsTyped() {
  const typed = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const category = typed.category ?? typed.other;
  delete typed.other;
  if (category) typed.category = category;
  typed.level = Number(typed.level);
  return { ...typed, ...position };
}

const isBlank = (fields) => Object.keys(fields).every((name) => name === "level");

function titleOf(fields) {
  const chosen = form.querySelector(`input[name=category][value="${fields.category}"] + span`)
    ?? form.elements.other.querySelector(`option[value="${fields.category}"]`);
  return { kind: chosen?.textContent.trim() ?? "", place: fields.address ?? fields.cell ?? "" };
}

// Nothing here waits, so that it is done even if the page is left with the next key.
function noteTyped() {
  const fields = fieldsTyped();
  if (isBlank(fields)) return null;
  entry = { ...entry, fields, title: titleOf(fields) };
  return note(entry);
}

// The form may belong to another report by the time the store has this one.
async function keep() {
  clearTimeout(timer);
  const typed = noteTyped();
  const draft = entry;
  if (isBlank(draft.fields)) return;
  await save(draft);
  forget(draft.id, typed);
  if (entry.id === draft.id) entry.savedAt = draft.savedAt;
  showSaved();
  await showCounts();
}

// What an earlier page had no time to keep, unless it was kept or sent after all.
async function keepLeftBehind() {
  for (const { at, entry: typed } of leftBehind(owner)) {
    const stored = await read(typed.id);
    if (!stored || (stored.state === DRAFT && stored.savedAt <= at)) await save(typed);
    drop(typed.id);
  }
}

function showSaved() {
  const saved = find("saved"), at = find("saved-at");
  saved.textContent = entry.savedAt ? saved.dataset.text : saved.dataset.fresh;
  at.textContent = entry.savedAt ? clock.format(new Date(entry.savedAt)) : "";
}

function fill(fields) {
  form.reset();
  for (const [name, value] of Object.entries(fields)) {
    if (form.elements[name]) form.elements[name].value = String(value);
  }
  if (fields.category && !form.querySelector("input[name=category]:checked")) {
    form.elements.other.value = fields.category;
  }
  position = {};
  for (const name of ["lng", "lat", "crs", "position_error_m"]) {
    if (name in fields) position[name] = fields[name];
  }
  showPosition();
  showOther();
  complain(entry.faults ?? []);
  showSaved();
}

const showOther = () => form.elements.other.classList.toggle("on", form.elements.other.value !== "");

// ── the place ────────────────────────────────────────────────
function showPosition() {
  const text = find("locate").dataset.found.replace("{n}", Math.round(position.position_error_m ?? 0));
  find("position").textContent = "lng" in position ? text : "";
}

function locate() {
  const button = find("locate");
  const { id } = entry;
  find("position").textContent = button.dataset.busy;
  navigator.geolocation.getCurrentPosition(
    async ({ coords }) => {
      if (entry.id !== id) return; // that report was sent or put away meanwhile
      position = { lng: coords.longitude, lat: coords.latitude, crs: "wgs84", position_error_m: Math.round(coords.accuracy) };
      showPosition();
      await keep();
    },
    () => { find("position").textContent = button.dataset.failed; },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
}

// ── sending ──────────────────────────────────────────────────
function complain(sentences) {
  const box = find("faults");
  box.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = `! ${sentence}`;
    return line;
  }));
  box.hidden = sentences.length === 0;
  if (sentences.length) box.scrollIntoView({ block: "nearest" });
}

function missing(fields) {
  const { missingCategory, missingPlace } = find("send").dataset;
  return [
    ...(fields.category ? [] : [missingCategory]),
    ...(fields.address || fields.cell || "lng" in fields ? [] : [missingPlace]),
  ];
}

async function report() {
  const fields = fieldsTyped();
  const faults = missing(fields);
  complain(faults);
  if (faults.length) return;
  clearTimeout(timer);
  const typed = noteTyped();
  const told = entry;
  startAnew();
  await queue(told);
  forget(told.id, typed);
  await show("outbox");
  await deliver();
}

function startAnew() {
  entry = blank(owner);
  fill({});
}

async function deliver() {
  const outcome = await flush();
  const why = find("why");
  why.textContent = outcome === "signed-out" ? why.dataset.signedOut : "";
  if (outcome === "offline") why.textContent = why.dataset.offline;
  await showOutbox();
}

// ── what is on this phone ────────────────────────────────────
async function showCounts() {
  const entries = await mine(owner);
  const waiting = entries.filter((e) => e.state === WAITING || e.state === REFUSED).length;
  const drafts = entries.filter((e) => e.state === DRAFT && e.id !== entry.id).length;
  const button = find("open-outbox");
  const parts = [waiting && button.dataset.n.replace("{n}", waiting), drafts && button.dataset.drafts.replace("{n}", drafts)];
  button.textContent = parts.filter(Boolean).join(" · ");
  button.hidden = button.textContent === "" || find("list").closest("section").hidden === false;
  return { entries, waiting };
}

async function showOutbox() {
  const { entries, waiting } = await showCounts();
  const kept = find("kept"), summary = find("summary"), others = find("others");
  kept.textContent = waiting ? kept.dataset.waiting : kept.dataset.empty;
  summary.textContent = waiting ? summary.dataset.n.replace("{n}", waiting) : summary.dataset.none;
  if (!waiting) find("why").textContent = "";
  find("list").replaceChildren(...entries.filter((e) => e.id !== entry.id).map(row));
  const count = await countOfOthers(owner);
  others.hidden = count === 0;
  others.textContent = others.dataset.n.replace("{n}", count);
}

function row(kept) {
  const item = document.getElementById("row").content.firstElementChild.cloneNode(true);
  const [title, note, button] = item.children;
  title.textContent = [kept.number, kept.title?.kind, kept.title?.place].filter(Boolean).join(" · ");
  const at = kept.sentAt ?? kept.savedAt;
  note.textContent = `${words[kept.state]} · ${clock.format(new Date(at))}${kept.faults?.length ? ` · ${kept.faults.join(" ")}` : ""}`;
  item.classList.toggle("bad", kept.state === REFUSED);
  button.hidden = kept.state === WAITING || kept.state === SENT;
  button.addEventListener("click", () => reopen(kept));
  return item;
}

// A refused report is sent again under a new key: the old one stands for what was refused.
async function reopen(kept) {
  entry = await read(kept.id);
  if (entry.state === REFUSED) {
    await remove(entry.id);
    entry = await save({ ...entry, id: crypto.randomUUID(), state: DRAFT });
  }
  fill(entry.fields);
  await show("form");
}

async function show(view) {
  for (const part of phone.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
  for (const part of phone.querySelectorAll("[data-heading]")) part.hidden = part.dataset.heading !== view;
  find("saved").parentElement.hidden = view !== "form";
  await showOutbox();
  window.scrollTo(0, 0);
}

// ── the line and the worker ──────────────────────────────────
function showLine() {
  const line = find("line");
  line.textContent = navigator.onLine ? line.dataset.on : line.dataset.off;
  line.classList.toggle("off", !navigator.onLine);
}

async function startWorker() {
  if (!navigator.serviceWorker) return;
  const { worker } = phone.dataset;
  const registration = await navigator.serviceWorker.register(worker, { type: "module", scope: "/report/" });
  await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("/static/"));
  registration.active.postMessage({ shell: [location.pathname, ...files] });
}

form.addEventListener("input", (event) => {
  if (event.target.name === "other") form.querySelectorAll("input[name=category]").forEach((i) => { i.checked = false; });
  if (event.target.name === "category") {
    form.elements.other.value = "";
    form.elements.level.value = event.target.dataset.level;
  }
  showOther();
  noteTyped();
  clearTimeout(timer);
  timer = setTimeout(keep, 250);
});
form.addEventListener("submit", (event) => event.preventDefault());
find("locate").addEventListener("click", locate);
find("send").addEventListener("click", report);
find("retry").addEventListener("click", deliver);
find("new").addEventListener("click", async () => { keep(); startAnew(); await show("form"); });
find("open-outbox").addEventListener("click", async () => { const kept = keep(); startAnew(); await kept; await show("outbox"); });
find("back").addEventListener("click", async (event) => {
  if (form.hidden) { event.preventDefault(); fill(entry.fields); await show("form"); }
});
window.addEventListener("online", () => { showLine(); deliver(); });
window.addEventListener("offline", showLine);
document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); else keep(); });

// What another page hands over in the query, a find of a patrol say, begins a report of its own.
function given() {
  const query = new URLSearchParams(location.search);
  const texts = ["narrative", "address"].filter((name) => query.get(name)).map((name) => [name, query.get(name)]);
  const place = ["lng", "lat"].map((name) => [name, Number.parseFloat(query.get(name))]);
  const isPlace = place.every(([, degrees]) => Number.isFinite(degrees));
  if (location.search) history.replaceState(null, "", location.pathname);
  return Object.fromEntries([...texts, ...(isPlace ? [...place, ["crs", "wgs84"]] : [])]);
}

showLine();
const handed = given();
await keepLeftBehind();
const drafts = (await mine(owner)).filter((e) => e.state === DRAFT);
const unfinished = drafts.sort((a, b) => a.savedAt.localeCompare(b.savedAt)).at(-1); // the one last typed in
if (Object.keys(handed).length) entry = { ...entry, fields: handed };
else if (unfinished) entry = unfinished;
fill(entry.fields);
if (Object.keys(handed).length) await keep();
await show("form");
await startWorker().catch(() => {});
await deliver();
phone.dataset.ready = "true";
