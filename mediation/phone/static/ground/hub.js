// The first view: what can be written, what is half written, what is to be done.

import { el } from "../frame/dom.js";
import { DRAFT } from "../frame/outbox.js";
import { canLock } from "../frame/vault.js";
import { note } from "./fields.js";
import { isReady, kindOf, offered } from "./kinds.js";
import { md, page, t, urlOf, when } from "./page.js";

export function hubView(tools) {
  const drafts = tools.entries.filter(({ state }) => state === DRAFT);
  return {
    title: t("My ground"),
    body: [
      !canLock() && note(t("This address is not secure (no https): nothing can be kept on this phone. Ask for the secure address."), "bad"),
      tiles(tools),
      drafts.length > 0 && section(t("Drafts on this phone"), drafts.map((draft) => draftRow(draft, tools))),
      ...work(tools),
      elsewhere(),
      el("p", { class: "s13 t2", text: tools.state.at ? t("To do as of %(time)s", { time: when(tools.state.at) }) : t("Nothing loaded yet: open it once with a line.") }),
    ],
    foot: el("button", { type: "button", class: "btn", text: outboxWords(tools.waiting, tools.clashes), on: { click: () => tools.go("outbox") } }),
  };
}

const outboxWords = (waiting, clashes) => [waiting ? t("Outbox: %(n)s wait", { n: waiting }) : t("Outbox: everything is sent"), clashes && t("! %(n)s need you to look", { n: clashes })].filter(Boolean).join(" · ");

function tiles({ state, go }) {
  return el("nav", { class: "tiles", "aria-label": t("New") }, offered().map(([name, kind]) => el("button", {
    type: "button", class: "btn tile", text: kind.word(), "data-new": name, disabled: !isReady(kind, state) || !canLock(), on: { click: () => go(`${name}/new`) },
  })));
}

// Pages of other floors: they open with a line only.
const elsewhere = () => page.elsewhere?.length > 0 && el("nav", { class: "tools elsewhere", "aria-label": t("Other pages") }, page.elsewhere.map(({ url, word }) => el("a", { class: "btn", href: url, text: word })));

const section = (title, rows) => el("section", {}, el("h2", { class: "lb", text: title }), el("ul", { class: "card list" }, rows));

const row = (bold, text, small, button) => el("li", {}, el("span", {}, el("b", { text: bold }), ` ${text}`), el("small", { text: small }), button);

function draftRow(draft, { go }) {
  return row(kindOf(draft.kind)?.short() ?? "", draft.title, t("kept %(time)s", { time: when(draft.savedAt ?? draft.at) }),
    el("button", { type: "button", class: "btn", text: t("Go on"), "aria-label": t("Go on with %(what)s", { what: draft.title || kindOf(draft.kind)?.word() }), on: { click: () => go(`${draft.kind}/${draft.id}`) } }));
}

// ── what is to be done, as the server last said ──────────────
const late = (at, now) => (Date.parse(at) < now ? t("! overdue since %(time)s", { time: when(at) }) : t("until %(time)s", { time: when(at) }));

function work({ state, begin, now }) {
  const button = (text, what, click) => el("button", { type: "button", class: "btn", text, "aria-label": `${text}: ${what}`, on: { click } });
  const tasks = (state.tasks ?? []).map((task) => row(t("Visit"), task.title, [late(task.due_at, now()), t("%(done)s of %(all)s", { done: task.done, all: task.target })].join(" · "),
    button(t("Write"), task.title, () => begin("visit", { task: String(task.id), purpose: task.purpose, cell: task.cell, address: task.address }))));
  const calls = (state.calls ?? []).map((call) => row(t("Call"), `${call.number} ${call.address || call.cell}`, [call.category, md(call.reported_at), when(call.reported_at)].join(" · "),
    button(t("Register it"), call.number, () => begin("dispute", { source: "call", source_number: call.number, address: call.address, cell: call.cell }))));
  const hazards = (state.hazards ?? []).map((hazard) => row(t("Hazard"), `${hazard.number} ${hazard.where}`, [hazard.stage_name, late(hazard.due_at, now())].join(" · "),
    button(t("Write"), hazard.number, () => begin("rectify", { hazard: hazard.id }))));
  const errands = (state.errands ?? []).map((errand) => row(t("Errand"), `${errand.number} ${errand.text}`, late(errand.due_at, now()),
    el("a", { class: "btn", href: urlOf("errand_page", errand.id), text: t("Open"), "aria-label": t("Open %(what)s", { what: errand.number }) })));
  const all = [[t("Visits to make"), tasks], [t("Calls without a dispute"), calls], [t("Hazards"), hazards], [t("Errands"), errands]];
  return all.filter(([, rows]) => rows.length).map(([title, rows]) => section(title, rows));
}
