// One question at a time, in a dialog; answers what was typed, or null.

import { el } from "../frame/dom.js";
import { t } from "./say.js";

// fields: [{name, label, options?, type?, required?, value?, hint?}]
export function ask({ title, text = "", fields = [], confirm }) {
  return new Promise((answered) => {
    const form = el("form", { method: "dialog", class: "gap" },
      el("h2", { class: "s16", text: title }),
      text && el("p", { class: "t2 s13", text }),
      fields.map(field),
      el("div", { class: "gap8" },
        el("button", { class: "btn fill", value: "yes", text: confirm }),
        el("button", { class: "btn", value: "no", formnovalidate: true, text: t("Back") })));
    const dialog = el("dialog", { class: "dialog", "aria-label": title }, form);
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
      dialog.remove();
      answered(dialog.returnValue === "yes" ? values : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function field({ name, label, options, type = "text", required = false, value = "", hint, maxlength = 500 }) {
  const id = `ask-${name}`;
  const common = { id, name, required, class: "input" };
  let input;
  if (options) {
    input = el("select", common, !required && el("option", { value: "", text: "—" }),
      options.map(([code, word]) => el("option", { value: code, selected: code === value, text: word })));
  } else if (type === "textarea") input = el("textarea", { ...common, rows: 4, maxlength }, value);
  else input = el("input", { ...common, type, value, maxlength, autocomplete: "off" });
  return el("div", { class: "field" }, el("label", { for: id, text: label }), input, hint && el("p", { class: "hint", text: hint }));
}

export function toast(text, { bad = false } = {}) {
  const note = el("div", { class: `toast ${bad ? "bad" : ""}`.trim(), role: bad ? "alert" : "status", text });
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), bad ? 8000 : 4000);
}
