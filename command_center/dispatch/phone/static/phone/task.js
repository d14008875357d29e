// My task: the call, how far we are, and the one next step under the thumb.

import { el } from "../frame/dom.js";
import { ask } from "./ask.js";
import { now } from "./clock.js";
import { ago, apart, config, metres, t, time } from "./say.js";
import { NEXT, ORDER, stageOf, stepPath } from "./steps.js";

const SHOWN = ["signed", "departed", "on_scene", "handled", "fed_back"];
const ACTS = { signed: "Sign for it", departed: "Set out", on_scene: "Arrived", handled: "Handled", fed_back: "Report back" };
const LETTERS = ["", "急", "高", "中", "低"];

export function taskCard(assignment, { waiting, place, act }) {
  const stage = stageOf(assignment, waiting);
  const { incident } = assignment;
  return el("article", { class: "card task", data: { assignment: assignment.id, stage } },
    el("header", { class: "task-head" },
      el("span", { class: `prio p${incident.level}`, text: config.language === "en" ? `P${incident.level}` : LETTERS[incident.level] }),
      el("b", { text: nameOf(incident.category) }),
      el("span", { class: "push t3 nb", text: incident.number }),
      !assignment.is_primary && el("span", { class: "tag strong", text: t("Secondary") })),
    el("p", { class: "address", text: incident.address || t("No address; see the position") }),
    el("p", { class: "t2 s13" }, distance(incident, place), ` ${t("issued %(ago)s ago by %(who)s", { ago: ago(assignment.issued_at), who: assignment.issued_by })}`),
    incident.has_weapon && el("p", { class: "note bad", text: t("A weapon is reported.") }),
    incident.has_hazard && el("p", { class: "note warn", text: t("A hazard is reported.") }),
    (incident.warnings ?? []).map((warning) => el("p", { class: "note warn", text: warning })),
    others(assignment.others ?? []),
    incident.narrative && el("p", { class: "narrative", text: incident.narrative }),
    incident.lng !== null && incident.lng !== undefined && el("a", { class: "btn map-link", href: `geo:${incident.lat},${incident.lng}`, text: t("Open in the phone's map") }),
    stepper(assignment, stage),
    el("div", { class: "gap8" },
      NEXT[stage] && el("button", { type: "button", class: "btn fill thumb", data: { to: NEXT[stage] }, text: t(ACTS[NEXT[stage]]), on: { click: () => advance(assignment, NEXT[stage], act) } }),
      ["issued", "delivered", "signed", "departed"].includes(stage)
        && el("button", { type: "button", class: "btn", text: t("Cannot take it"), on: { click: () => giveBack(assignment, act) } })));
}

const nameOf = (category) => (config.language === "en" ? category.name_en : category.name) ?? "";

function distance(incident, place) {
  if (!place || incident.lng === null || incident.lng === undefined) return "";
  return `${t("%(metres)s away", { metres: metres(apart(place, incident)) })} ·`;
}

// Who else goes there, and how far each is.
function others(units) {
  if (!units.length) return null;
  const names = units.map((unit) => `${unit.call_sign} ${config.stages[unit.stage]}`).join(" · ");
  return el("p", { class: "s13", text: t("Also on it: %(units)s", { units: names }) });
}

function stepper(assignment, stage) {
  const reached = ORDER.indexOf(stage);
  return el("ol", { class: "steps" }, SHOWN.map((step) => {
    const done = ORDER.indexOf(step) <= reached;
    const now = step === NEXT[stage];
    return el("li", { class: done ? "done" : now ? "now" : "", "aria-current": now ? "step" : undefined },
      el("b", { text: config.stages[step] }), el("span", { text: time(assignment[`${step}_at`]) }));
  }));
}

async function advance(assignment, to, act) {
  let said = {};
  if (to === "fed_back") {
    said = await ask({
      title: t("Report back on %(number)s", { number: assignment.incident.number }),
      text: t("What was found, what was done. No ID or phone numbers here."),
      fields: [{ name: "text", label: t("Result"), type: "textarea", required: true, maxlength: 2000 }],
      confirm: t("Report back"),
    });
    if (!said) return;
  }
  await act(stepPath(assignment.id), { to, at: now(), ...said }, `${assignment.incident.number} · ${t(ACTS[to])}`, { mark: { to } });
}

async function giveBack(assignment, act) {
  const said = await ask({
    title: t("Send %(number)s back?", { number: assignment.incident.number }),
    text: t("The dispatcher sees it at once and sends somebody else."),
    fields: [{ name: "text", label: t("Reason"), type: "textarea", required: true, maxlength: 200 }],
    confirm: t("Send back"),
  });
  if (said) await act(stepPath(assignment.id), { to: "returned", at: now(), ...said }, `${assignment.incident.number} · ${t("Send back")}`, { mark: { to: "returned" } });
}
