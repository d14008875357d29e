// Requests kept on this phone until they are received: in order, each once, each of one officer;
// and the drafts they begin as. One store per page family, shared by the page and its service worker.
// In the clear stand whose an entry is, its state and its time; all else is locked (vault.js).

import { openDB } from "../vendor/idb/index.js";
import { newKey } from "./requests.js";
import { faultsOf, isClash, sendEntry, sendPhoto, whoIsSignedIn } from "./sending.js";
import { vault } from "./vault.js";

const KEPT_AFTER_SENDING_MS = 12 * 3600 * 1000;
const CLEAR = ["order", "id", "owner", "state", "at"];

export { newKey };
export const DRAFT = "draft", WAITING = "waiting", PHOTOS = "photos", SENT = "sent", REFUSED = "refused", CLASH = "clash";
export const BEHIND = "behind_ms"; // kept: by how much this phone's clock is behind the server's
export const isUnsent = (entry) => entry.state === WAITING || entry.state === PHOTOS;

// `name` of the store; `session` answers {officer, csrf, now} of whoever is signed in.
export function outbox({ name, session }) {
  const safe = vault(name);
  const database = openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "order", autoIncrement: true }).createIndex("owner", "owner");
      db.createObjectStore("kept");
    },
  });

  // ── entries ────────────────────────────────────────────────
  async function locked(entry) {
    const pairs = Object.entries(entry);
    const clear = Object.fromEntries(pairs.filter(([key]) => CLEAR.includes(key)));
    return { ...clear, sealed: await safe.seal(Object.fromEntries(pairs.filter(([key]) => !CLEAR.includes(key))), entry.id) };
  }

  // One that does not open (the browser lost its key) is shown as refused, never left out in silence.
  async function opened({ sealed, ...row }) {
    if (!sealed) return row;
    const inner = await safe.open(sealed, row.id).catch(() => ({ title: "?", mark: {}, faults: [], lost: true }));
    return { ...row, ...inner, state: inner.lost ? REFUSED : row.state };
  }

  async function add(entry) {
    entry.order = await (await database).add("entries", await locked(entry));
    return entry;
  }

  // `stamped` entries carry `sent_at` by this phone's clock; only for what has a number of its own
  // in the body (`client_ref`), since each sending is then another request.
  // Of the body only `mark` outlives the sending: what the page needs to show it as done.
  const put = ({ mark = {}, stamped = false, ...said }) => add({ ...said, mark, stamped, id: newKey(), state: WAITING, at: new Date().toISOString(), faults: [] });

  // A form that is being filled in; `fields` are its own.
  const draft = ({ owner, kind, fields = {} }) => add({ owner, kind, fields, id: newKey(), state: DRAFT, at: new Date().toISOString(), title: "", mark: {}, faults: [] });

  async function save(entry) {
    entry.savedAt = new Date().toISOString();
    await (await database).put("entries", await locked(entry));
    return entry;
  }

  // A draft is done: from now on it waits for the line. The time is that of its first letter.
  const queue = (entry, request) => save({ ...entry, ...request, state: WAITING, faults: [], queuedAt: new Date().toISOString() });

  // Nobody sends meanwhile; answers null where somebody is sending.
  const alone = (work) => (navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null)) : work());

  // What was refused, or not tried yet, becomes another request under a key of its own. What was
  // tried and has no answer may have been received: taking it up again would double it.
  const reopen = (given, state = DRAFT, changes = {}) => alone(async () => {
    const entry = await read(given.id, given.owner);
    if (!entry || (isUnsent(entry) && entry.tried)) return null;
    const anew = { ...entry, ...changes, state, faults: [], id: newKey() };
    for (const photo of await safe.photosOf(entry.id)) {
      if (photo.sent) continue;
      await safe.addPhoto({ id: newKey(), entry: anew.id, owner: anew.owner, taken_at: photo.taken_at, blob: await safe.picture(photo) });
    }
    await save({ ...anew, tried: false });
    await safe.removePhotos(entry.id);
    return anew;
  });

  async function remove(order) {
    const db = await database;
    const row = await db.get("entries", order);
    if (row) await safe.removePhotos(row.id);
    await db.delete("entries", order);
  }

  const mine = async (owner) => Promise.all((await (await database).getAllFromIndex("entries", "owner", owner)).map(opened));
  const read = async (id, owner) => (await mine(owner)).find((entry) => entry.id === id) ?? null;
  const others = async (owner) => (await (await database).getAll("entries")).filter((e) => e.owner !== owner && e.state !== SENT).length;

  // ── what a page remembers ──────────────────────────────────
  const keep = async (key, value) => (await database).put("kept", { sealed: await safe.seal(value, key) }, key);

  async function kept(key) {
    const row = await (await database).get("kept", key);
    return row?.sealed ? safe.open(row.sealed, key).catch(() => undefined) : row;
  }

  // What this phone remembers under a prefix for anybody but this officer goes.
  async function forgetOthers(prefix, owner) {
    const db = await database;
    const keys = (await db.getAllKeys("kept")).filter((key) => key.startsWith(prefix) && key !== prefix + owner);
    await Promise.all(keys.map((key) => db.delete("kept", key)));
  }

  // ── sending ────────────────────────────────────────────────
  // Sends what waits, oldest first; answers why it stopped: "done", "offline", "busy" or "signed-out".
  async function flush() {
    return (await alone(send)) ?? "busy";
  }

  // Looks again after each: what is put in meanwhile goes out in the same turn.
  async function send() {
    const asked = Date.now();
    const who = await whoIsSignedIn(session);
    if (typeof who === "string") return who;
    if (who.now) await keep(BEHIND, Math.round(Date.parse(who.now) - (asked + Date.now()) / 2));
    const first = async () => (await mine(who.officer)).find(isUnsent);
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

  async function sendOne(entry, csrf) {
    if (entry.state === PHOTOS) return sendPhotos(entry, csrf);
    if (!entry.tried) await save({ ...entry, tried: true });
    const answer = await sendEntry(entry, csrf);
    if (!answer) return false;
    if (answer.ok) return received(entry, answer.told, csrf);
    if (entry.row && isClash(answer)) await save({ ...entry, state: CLASH, faults: faultsOf(answer.told) });
    else await save({ ...entry, state: REFUSED, faults: faultsOf(answer.told) });
    return true;
  }

  async function received(entry, told, csrf) {
    const { number = "", id = "" } = told ?? {};
    const { fields: _typed, ...done } = entry;
    const next = { ...done, body: entry.mark ?? {}, answer: { number, id }, sentAt: new Date().toISOString() };
    const photos = entry.photoPath ? await safe.photosOf(entry.id) : [];
    await save({ ...next, state: photos.length ? PHOTOS : SENT });
    return photos.length ? sendPhotos({ ...next, state: PHOTOS }, csrf) : true;
  }

  // One by one, each with a key of its own: after a break it goes on with the first not received.
  async function sendPhotos(entry, csrf) {
    const photos = (await safe.photosOf(entry.id)).sort((a, b) => a.taken_at.localeCompare(b.taken_at));
    for (const photo of photos.filter(({ sent }) => !sent)) {
      const about = { ...entry.answer, taken_at: photo.taken_at };
      const path = entry.photoPath.replace(/\{(\w+)\}/g, (_all, part) => encodeURIComponent(about[part]));
      const answer = await sendPhoto(path, photo, await safe.picture(photo), csrf);
      if (!answer) return false;
      if (!answer.ok) {
        await save({ ...entry, state: REFUSED, faults: faultsOf(answer.told) });
        return true;
      }
      await safe.photoSent(photo);
    }
    await save({ ...entry, state: SENT, sentAt: new Date().toISOString() });
    return true;
  }

  const { addPhoto, photosOf, picture, removePhoto } = safe;
  return { put, draft, save, queue, reopen, read, remove, mine, others, keep, kept, forgetOthers, flush, addPhoto, photosOf, picture, removePhoto };
}
