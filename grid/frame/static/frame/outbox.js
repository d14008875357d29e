// Requests kept on this phone until they are received: in order, each once, each of one officer.
// One store per page family, shared by the page and its service worker.

import { openDB } from "../vendor/idb/index.js";
import { newKey } from "./requests.js";

const KEPT_AFTER_SENDING_MS = 12 * 3600 * 1000;

export { newKey };
export const WAITING = "waiting", SENT = "sent", REFUSED = "refused";
export const BEHIND = "behind_ms"; // kept: by how much this phone's clock is behind the server's

// `name` of the store; `session` answers {officer, csrf, now} of whoever is signed in.
export function outbox({ name, session }) {
  const database = openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "order", autoIncrement: true }).createIndex("owner", "owner");
      db.createObjectStore("kept");
    },
  });

  // `stamped` entries carry `sent_at` by this phone's clock; only for what has a number of its own
  // in the body (`client_ref`), since each sending is then another request.
  // Of the body only `mark` outlives the sending: what the page needs to show it as done.
  async function put({ owner, path, body, title, mark = {}, stamped = false }) {
    const entry = { id: newKey(), owner, path, body, title, mark, stamped, state: WAITING, at: new Date().toISOString(), faults: [] };
    entry.order = await (await database).add("entries", entry);
    return entry;
  }

  const save = async (entry) => (await database).put("entries", entry);
  const remove = async (order) => (await database).delete("entries", order);
  const mine = async (owner) => (await database).getAllFromIndex("entries", "owner", owner);
  const others = async (owner) => (await (await database).getAll("entries")).filter((e) => e.owner !== owner && e.state !== SENT).length;
  const keep = async (key, value) => (await database).put("kept", value, key);
  const kept = async (key) => (await database).get("kept", key);

  // What this phone remembers under a prefix for anybody but this officer goes.
  async function forgetOthers(prefix, owner) {
    const db = await database;
    const keys = (await db.getAllKeys("kept")).filter((key) => key.startsWith(prefix) && key !== prefix + owner);
    await Promise.all(keys.map((key) => db.delete("kept", key)));
  }

  // Sends what waits, oldest first; answers why it stopped: "done", "offline", "busy" or "signed-out".
  async function flush() {
    if (!navigator.locks) return send();
    return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? send() : "busy"));
  }

  // Looks again after each: what is put in meanwhile goes out in the same turn.
  async function send() {
    const who = await whoIsSignedIn();
    if (typeof who === "string") return who;
    const first = async () => (await mine(who.officer)).find((entry) => entry.state === WAITING);
    for (let entry = await first(); entry; entry = await first()) {
      if (!(await sendOne(entry, who.csrf))) return "offline";
    }
    await removeOld(who.officer);
    return "done";
  }

  async function removeOld(owner) {
    for (const entry of await mine(owner)) {
      if (entry.state === SENT && Date.now() - Date.parse(entry.sentAt) > KEPT_AFTER_SENDING_MS) await remove(entry.order);
    }
  }

  async function whoIsSignedIn() {
    try {
      const asked = Date.now();
      const answer = await fetch(session, { redirect: "manual", cache: "no-store" });
      if (!answer.ok) return answer.status >= 500 ? "offline" : "signed-out";
      const who = await answer.json();
      if (who.now) await keep(BEHIND, Math.round(Date.parse(who.now) - (asked + Date.now()) / 2));
      return who;
    } catch {
      return "offline";
    }
  }

  // The entry's id is its Idempotency-Key: however often it is sent, it is received once.
  async function sendOne(entry, csrf) {
    let answer, told;
    const stamp = entry.stamped ? { sent_at: new Date().toISOString() } : {};
    const key = entry.stamped ? `${entry.id}-${Date.now()}` : entry.id;
    try {
      answer = await fetch(entry.path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": csrf },
        body: JSON.stringify({ ...entry.body, ...stamp }),
      });
      told = await answer.json();
    } catch {
      return false;
    }
    if (isPassing(answer.status, told)) return false;
    if (answer.ok) await save({ ...entry, state: SENT, body: entry.mark ?? {}, sentAt: new Date().toISOString() });
    else await save({ ...entry, state: REFUSED, faults: faultsOf(told) });
    return true;
  }

  return { put, remove, mine, others, keep, kept, forgetOthers, flush };
}

function isPassing(status, told) {
  return status >= 500 || status === 401 || status === 408 || status === 429 || told.code === "request_in_progress";
}

function faultsOf(told) {
  const named = (told.errors ?? []).map((fault) => fault.message);
  return named.length ? named : [told.message ?? String(told.detail ?? "")];
}
