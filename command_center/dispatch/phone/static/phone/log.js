// The work log: what the crew did, in a few touches; a find becomes an incident with one more.

import { el } from "../frame/dom.js";
import { newKey } from "../frame/outbox.js";
import { now } from "./clock.js";
import { config, t } from "./say.js";

const of = (group) => config.work_codes.filter((row) => row.group === group);

export function logView({ where, callSign, act }) {
  const kinds = of("kind");
  const details = el("div", { class: "gap" });
  const form = el("form", { class: "gap card pad", on: { submit: (event) => { event.preventDefault(); send(); } } },
    el("h2", { class: "s16", text: t("New entry") }),
    el("fieldset", {}, el("legend", { text: t("What was it?") }),
      el("div", { class: "choice" }, kinds.map((kind, n) => el("label", { class: "pick" }, el("input", { type: "radio", name: "kind", value: kind.code, checked: n === 0, required: true, on: { change: () => ask(kind.code) } }), el("span", { text: kind.name }))))),
    details,
    el("div", { class: "field" }, el("label", { for: "work-text", text: t("In words") }), el("textarea", { class: "input area", id: "work-text", name: "text", rows: 3, maxlength: 1000, required: true, placeholder: t("What was found, what was done. No ID or phone numbers here.") })),
    el("div", { class: "field" }, el("label", { for: "work-case", text: t("Incident or case number (if there is one)") }), el("input", { class: "input", id: "work-case", name: "case_ref", maxlength: 40, autocomplete: "off" })),
    el("div", { class: "gap8" },
      el("button", { class: "btn fill thumb", text: t("Put into the log") }),
      el("a", { class: "btn", href: config.report, text: t("Report it as an incident") })));

  // What is asked besides depends on the kind: the counter's service, the result and its source.
  function ask(kind) {
    const fits = (row) => !row.parent || row.parent === kind;
    const items = of("item").filter((row) => row.parent === kind || (!row.parent && kind === "service"));
    const results = of("result").filter(fits);
    details.replaceChildren(...[picker("item", t("Service"), items, true), picker("result", t("Result"), results), results.length && picker("source", t("Known from"), of("source"))].filter(Boolean));
  }

  async function send() {
    const said = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    const spot = where();
    const at = spot ? { lng: spot.lng, lat: spot.lat } : {};
    form.reset();
    ask(kinds[0]?.code);
    document.activeElement?.blur();
    const title = `${t("Work log")} · ${kinds.find((kind) => kind.code === said.kind)?.name ?? ""}`;
    await act("/api/v1/work-entries/", { unit: callSign(), happened_at: now(), client_ref: newKey(), ...at, ...said }, title);
  }

  ask(kinds[0]?.code);
  return form;
}

function picker(name, label, rows, required = false) {
  if (!rows.length) return null;
  return el("div", { class: "field" }, el("label", { for: `work-${name}`, text: label }),
    el("select", { class: "input", id: `work-${name}`, name, required }, el("option", { value: "", text: "—" }), rows.map((row) => el("option", { value: row.code, text: row.name }))));
}
