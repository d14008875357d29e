// The work log: what the crew did, in a few touches; a find becomes an incident with one more.

import { el } from "../frame/dom.js";
import { newKey } from "../frame/outbox.js";
import { config, t } from "./say.js";

export function logView(state, { place, act }) {
  const form = el("form", { class: "gap card pad", on: { submit: (event) => { event.preventDefault(); send(event.target); } } },
    el("h2", { class: "s16", text: t("New entry") }),
    el("fieldset", {}, el("legend", { text: t("What was it?") }),
      el("div", { class: "choice" }, Object.entries(config.work_kinds).map(([code, word], n) => el("label", { class: "pick" }, el("input", { type: "radio", name: "kind", value: code, checked: n === 0, required: true }), el("span", { text: word }))))),
    el("div", { class: "field" }, el("label", { for: "work-text", text: t("In words") }), el("textarea", { class: "input area", id: "work-text", name: "text", rows: 3, maxlength: 1000, required: true, placeholder: t("What was found, what was done. No ID or phone numbers here.") })),
    el("div", { class: "field" }, el("label", { for: "work-case", text: t("Incident or case number (if there is one)") }), el("input", { class: "input", id: "work-case", name: "case_ref", maxlength: 40, autocomplete: "off" })),
    el("div", { class: "gap8" },
      el("button", { class: "btn fill thumb", text: t("Put into the log") }),
      el("a", { class: "btn", href: config.report, text: t("Report it as an incident") })));

  async function send(filled) {
    const said = Object.fromEntries([...new FormData(filled)].filter(([, value]) => value !== ""));
    const where = place ? { lng: place.lng, lat: place.lat } : {};
    filled.reset();
    document.activeElement?.blur();
    await act("/api/v1/work-entries/", { unit: config.unit, happened_at: new Date().toISOString(), client_ref: newKey(), ...where, ...said }, `${t("Work log")} · ${config.work_kinds[said.kind]}`);
  }

  return form;
}
