// A dialog that asks for a few words before something is done, and shows a refusal where it is asked.

import { el, swap } from "../frame/dom.js";
import { newKey } from "../frame/requests.js";
import { t } from "./page.js";

function control({ name, label, options, type = "text", hint, ...rest }) {
  const id = `ask-${name}`;
  const kinds = {
    textarea: () => el("textarea", { class: "input area", rows: 4, id, name, ...rest }),
    select: () => el("select", { class: "input", id, name, ...rest }, options.map(([value, words]) => el("option", { value, text: words }))),
  };
  const made = kinds[type]?.() ?? el("input", { class: "input", type, id, name, autocomplete: "off", ...rest });
  if (rest.value !== undefined && type === "textarea") made.value = rest.value;
  return el("div", { class: "field" }, el("label", { for: id, text: label }), made, hint && el("span", { class: "hint", text: hint }));
}

// `send(values, key)` does it; what it throws is shown and may be tried again under the same key.
export function ask({ title, text, fields, confirm, send, danger = false }) {
  return new Promise((done) => {
    const key = newKey();
    const told = el("p", { class: "note bad", role: "alert", hidden: true });
    const go = el("button", { class: danger ? "btn danger" : "btn fill", text: confirm });
    const form = el("form", { method: "dialog", class: "gap" },
      el("h2", { class: "s16", id: "ask-title", text: title }), text && el("p", { class: "t2", text }), fields.map(control), told,
      el("div", { class: "end row" }, go, el("button", { class: "btn quiet", type: "button", text: t("Cancel"), on: { click: () => dialog.close() } })));
    const dialog = el("dialog", { class: "dialog", "aria-labelledby": "ask-title" }, form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      try {
        const answer = await send(Object.fromEntries(new FormData(form)), key);
        done(answer ?? true);
        dialog.close();
      } catch (error) {
        swap(told, [error.message, ...(error.errors ?? []).map((fault) => fault.message)].filter((words, i, all) => words && all.indexOf(words) === i).join(" "));
        told.hidden = false;
        go.disabled = false;
      }
    });
    dialog.addEventListener("close", () => { dialog.remove(); done(null); });
    document.body.append(dialog);
    dialog.showModal();
    form.querySelector(".input")?.focus();
  });
}

export function toast(words, kind = "") {
  const shown = el("div", { class: `toast ${kind}`, role: "status", text: words });
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), 6000);
}
