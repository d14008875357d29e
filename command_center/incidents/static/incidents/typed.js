// What was typed since the draft was last kept: written down at once, because a page that is left
// does not wait for its store. As soon as the store has it, it is gone from here.

const PREFIX = "anlan-report:";

// Answers what was written, by which `forget` knows whether more was typed since.
export function note(entry) {
  const typed = JSON.stringify({ at: new Date().toISOString(), entry });
  try {
    localStorage.setItem(PREFIX + entry.id, typed);
  } catch {
    return null; // no room or not allowed: the store alone has to do
  }
  return typed;
}

export function forget(id, typed) {
  if (typed && localStorage.getItem(PREFIX + id) === typed) localStorage.removeItem(PREFIX + id);
}

// What pages of this officer left behind: [{at, entry}].
export function leftBehind(owner) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => JSON.parse(localStorage.getItem(key))).filter(({ entry }) => entry.owner === owner);
}

export const drop = (id) => localStorage.removeItem(PREFIX + id);
