// One request of an outbox on its way: how long it may take, and what its answer means.

const PATIENCE_MS = 20_000;
const PHOTO_PATIENCE_MS = 90_000;
const CLASHES = ["stale_version", "lost_race"];

// Who is signed in: {officer, csrf, now}, or why nothing can be sent: "offline" or "signed-out".
export async function whoIsSignedIn(session) {
  try {
    const answer = await fetch(session, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return answer.status >= 500 ? "offline" : "signed-out";
    return await answer.json();
  } catch {
    return "offline";
  }
}

// Answers {ok, told, status}; null where it did not get through and is to be sent again as it is.
async function request(path, { method, headers, body, patience }) {
  try {
    const answer = await fetch(path, { method, headers, body, signal: AbortSignal.timeout(patience), redirect: "error" });
    const told = await answer.json();
    return isPassing(answer.status, told) ? null : { ok: answer.ok, status: answer.status, told };
  } catch {
    return null;
  }
}

// The entry's id is its Idempotency-Key: however often it is sent, it is received once.
export function sendEntry(entry, csrf) {
  const stamp = entry.stamped ? { sent_at: new Date().toISOString() } : {};
  const key = entry.stamped ? `${entry.id}-${Date.now()}` : entry.id;
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": csrf };
  if (entry.version !== undefined) headers["If-Match"] = `"${entry.version}"`;
  return request(entry.path, { method: entry.method ?? "POST", headers, body: JSON.stringify({ ...entry.body, ...stamp }), patience: PATIENCE_MS });
}

export function sendPhoto(path, photo, blob, csrf) {
  const headers = { "Content-Type": blob.type, "Idempotency-Key": photo.id, "X-CSRFToken": csrf };
  return request(path, { method: "POST", headers, body: blob, patience: PHOTO_PATIENCE_MS });
}

function isPassing(status, told) {
  return status >= 500 || status === 401 || status === 408 || status === 429 || told.code === "request_in_progress";
}

// Somebody changed the row meanwhile: not a fault of what was written, but a choice between two.
export const isClash = ({ status, told }) => status === 412 || CLASHES.includes(told.code);

export function faultsOf(told) {
  const named = (told.errors ?? []).map((fault) => fault.message);
  return named.length ? named : [told.message ?? String(told.detail ?? "")];
}
