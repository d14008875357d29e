// What a phone keeps is kept under lock: AES-GCM with a key of this browser that cannot be taken out
// of it. Beside an outbox's own store, so that what an older page kept there stays readable.
// On an address without https a browser has no such key: there it is kept as before.

import { openDB } from "../vendor/idb/index.js";

const ALGORITHM = "AES-GCM";
const KEY = "device";
const IV_BYTES = 12;

export const canLock = () => Boolean(globalThis.crypto?.subtle);

// `name` of the outbox whose entries and photographs are locked.
export function vault(name) {
  const database = openDB(`${name}-vault`, 1, {
    upgrade(db) {
      db.createObjectStore("keys");
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("entry", "entry");
    },
  });
  let key = null;

  // Made once: of two pages that begin together one writes, and both read what was written.
  async function makeKey() {
    const db = await database;
    const known = await db.get("keys", KEY);
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
    await db.add("keys", made, KEY).catch(() => {});
    return db.get("keys", KEY);
  }

  const theKey = () => (key ??= makeKey());

  // `about` names what is locked: a lock put on something else does not open.
  async function lock(bytes, about) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const how = { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(about) };
    return { iv, data: await crypto.subtle.encrypt(how, await theKey(), bytes) };
  }

  async function unlock({ iv, data }, about) {
    const how = { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(about) };
    return crypto.subtle.decrypt(how, await theKey(), data);
  }

  async function seal(value, about) {
    if (!canLock()) return { plain: value };
    return lock(new TextEncoder().encode(JSON.stringify(value)), about);
  }

  async function open(sealed, about) {
    if ("plain" in sealed) return sealed.plain;
    return JSON.parse(new TextDecoder().decode(await unlock(sealed, about)));
  }

  // ── photographs ────────────────────────────────────────────
  async function addPhoto({ id, entry, owner, blob, taken_at }) {
    const bytes = await blob.arrayBuffer();
    const sealed = canLock() ? await lock(bytes, id) : { plain: bytes };
    await (await database).put("photos", { id, entry, owner, taken_at, type: blob.type, size: blob.size, sent: false, sealed });
  }

  const photosOf = async (entry) => (await database).getAllFromIndex("photos", "entry", entry);

  async function picture(photo) {
    const bytes = "plain" in photo.sealed ? photo.sealed.plain : await unlock(photo.sealed, photo.id);
    return new Blob([bytes], { type: photo.type });
  }

  // Once it is received nothing of it stays but that it was.
  const photoSent = async ({ sealed: _gone, ...photo }) => (await database).put("photos", { ...photo, sent: true });
  const removePhoto = async (id) => (await database).delete("photos", id);
  const removePhotos = async (entry) => Promise.all((await photosOf(entry)).map(({ id }) => removePhoto(id)));

  return { seal, open, addPhoto, photosOf, picture, photoSent, removePhoto, removePhotos };
}
