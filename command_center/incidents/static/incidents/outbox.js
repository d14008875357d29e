// What an officer wrote on this phone: drafts, and reports that wait for the line.
// One store, shared by the page and its service worker; each entry belongs to one officer.

import { openDB } from "../vendor/idb/index.js";

const KEPT_AFTER_SENDING_MS = 24 * 3600 * 1000;
const SESSION = "/report/session/";
const INCIDENTS = "/api/v1/incidents/";

const database = openDB("anlan-report", 1, {
  upgrade(db) {
    db.createObjectStore("entries", { keyPath: "id" }).createIndex("owner", "owner");
  },
});

export const DRAFT = "draft", WAITING = "waiting", SENT = "sent", REFUSED = "refused";

export function blank(owner) {
  return { id: crypto.randomUUID(), owner, state: DRAFT, fields: {}, startedAt: new Date().toISOString() };
}

export async function save(entry) {
  entry.savedAt = new Date().toISOString();
  await (await database).put("entries", entry);
  return entry;
}

export async function read(id) {
  return (await database).get("entries", id);
}

export async function remove(id) {
  await (await database).delete("entries", id);
}

export async function mine(owner) {
  const entries = await (await database).getAllFromIndex("entries", "owner", owner);
  return entries.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

export async function countOfOthers(owner) {
  const entries = await (await database).getAll("entries");
  return entries.filter((e) => e.owner !== owner && e.state !== SENT).length;
}

// Sends what waits, oldest first; answers why it stopped: "done", "offline", "busy" or "signed-out".
export async function flush() {
  if (!navigator.locks) return send();
  return navigator.locks.request("anlan-report", { ifAvailable: true }, (lock) => (lock ? send() : "busy"));
}

async function send() {
  const session = await whoIsSignedIn();
  if (typeof session === "string") return session;
  for (const entry of await mine(session.officer)) {
    if (entry.state === SENT && Date.now() - Date.parse(entry.sentAt) > KEPT_AFTER_SENDING_MS) {
      await remove(entry.id);
    }
    if (entry.state === WAITING && !(await sendOne(entry, session))) return "offline";
  }
  return "done";
}

async function whoIsSignedIn() {
  try {
    const answer = await fetch(SESSION, { redirect: "manual", cache: "no-store" });
    return answer.ok ? await answer.json() : answer.status >= 500 ? "offline" : "signed-out";
  } catch {
    return "offline";
  }
}

// The entry's id is its Idempotency-Key: however often it is sent, it is received once.
async function sendOne(entry, session) {
  let answer, body;
  try {
    answer = await fetch(INCIDENTS, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": entry.id,
        "X-CSRFToken": session.csrf,
      },
      body: JSON.stringify({ ...entry.fields, channel: "form", reported_at: entry.startedAt }),
    });
    body = await answer.json();
  } catch {
    return false;
  }
  if (answer.status === 201) await sent(entry, body);
  else if (isPassing(answer.status, body)) return false;
  else await refused(entry, body);
  return true;
}

function isPassing(status, body) {
  return status >= 500 || status === 401 || status === 408 || status === 429 || body.code === "request_in_progress";
}

// Nothing personal stays once the report has arrived.
async function sent(entry, incident) {
  await save({
    id: entry.id, owner: entry.owner, state: SENT, fields: {}, startedAt: entry.startedAt,
    title: entry.title, sentAt: new Date().toISOString(), number: incident.number,
  });
}

async function refused(entry, body) {
  const faults = (body.errors ?? []).map((fault) => fault.message);
  await save({ ...entry, state: REFUSED, faults: faults.length ? faults : [body.message ?? String(body.detail ?? "")] });
}

export async function queue(entry) {
  await save({ ...entry, state: WAITING, faults: [] });
  const registration = await navigator.serviceWorker?.getRegistration("/report/");
  await registration?.sync?.register("anlan-report").catch(() => {});
}
