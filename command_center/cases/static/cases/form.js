// The form of a case on a telephone: takes the position, and keeps what is typed, locked, on this
// device until the case is entered.

import { outbox } from "../frame/outbox.js";

const PAUSE_MS = 300;
const UNKEPT = new Set(["csrfmiddlewaretoken", "form_key", "looked", "version"]);
const form = document.getElementById("case-form");
const box = outbox({ name: "anlan-cases", session: "" });
const fields = () => [...form.elements].filter((field) => field.name && !UNKEPT.has(field.name));
const typed = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));

// ── the place ────────────────────────────────────────────────
const button = form.querySelector("[data-locate]");
const told = form.querySelector("[data-position]");

function take({ coords }) {
  form.elements.lng.value = coords.longitude.toFixed(6);
  form.elements.lat.value = coords.latitude.toFixed(6);
  form.elements.crs.value = "wgs84";
  form.elements.position_error_m.value = Math.round(coords.accuracy);
  told.textContent = button.dataset.found.replace("{n}", Math.round(coords.accuracy));
  form.dispatchEvent(new Event("input"));
}

button.addEventListener("click", () => {
  told.textContent = button.dataset.busy;
  const failed = () => { told.textContent = button.dataset.failed; };
  if (!navigator.geolocation) return failed();
  const how = { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 };
  return navigator.geolocation.getCurrentPosition(take, failed, how);
});

// ── the draft ────────────────────────────────────────────────
// A form shown again after a refusal, or begun from a call, is kept but never overwritten.
const { draft, drafted } = form.dataset;
const owner = draft ?? drafted;
const key = `draft:${owner}`;

function fill(kept) {
  for (const field of fields()) {
    if (field.name in kept.fields) field.value = kept.fields[field.name];
  }
  const note = document.querySelector("[data-kept]"), text = note.querySelector("[data-kept-text]");
  text.textContent = `${text.dataset.text} ${new Date(kept.at).toLocaleString()}`;
  note.hidden = false;
}

async function begin() {
  const entered = sessionStorage.getItem(key); // the form was sent, and its page is not shown again
  sessionStorage.removeItem(key);
  await box.forgetOthers("draft:", owner);
  const kept = await box.kept(key);
  if (draft && kept?.fields && !entered) fill(kept);
  else if (entered && draft) await box.keep(key, null);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    form.dataset.keeping = "";
    const turn = timer = setTimeout(async () => {
      await box.keep(key, { fields: typed(), at: Date.now() });
      if (turn === timer) delete form.dataset.keeping;
    }, PAUSE_MS);
  });
  form.addEventListener("submit", () => sessionStorage.setItem(key, "sent"));
  document.querySelector("[data-forget]").addEventListener("click", async () => {
    clearTimeout(timer);
    await box.keep(key, null);
    location.reload();
  });
  form.dataset.ready = "true";
}

if (owner) await begin();
