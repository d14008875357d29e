// What stands on this phone and what has gone: at one look whether anything is lost.

import { el, svg } from "../frame/dom.js";
import { CLASH, PHOTOS, REFUSED, SENT, WAITING } from "../frame/outbox.js";
import { kindOf } from "./kinds.js";
import { hms, megabytes, t, when } from "./page.js";

const words = () => ({ [WAITING]: t("waits for the line"), [PHOTOS]: t("pictures wait for the line"), [REFUSED]: t("refused"), [CLASH]: t("changed at the station meanwhile"), [SENT]: t("sent and received") });
const short = (entry) => kindOf(entry.kind)?.short() ?? "";

export function outboxView(tools) {
  const { entries, sizes, waiting } = tools;
  const open = entries.filter(({ state }) => [WAITING, PHOTOS, REFUSED].includes(state)).toReversed();
  const sent = entries.filter(({ state }) => state === SENT).toReversed();
  return {
    title: t("To be sent"),
    aside: tools.who,
    body: [
      big(waiting, tools.why, entries),
      open.length > 0 && el("ul", { class: "card list" }, open.map((entry) => row(entry, sizes.get(entry.id), tools))),
      ...entries.filter(({ state }) => state === CLASH).map((entry) => clash(entry, tools)),
      el("p", { class: "s13 t2", text: last(sent) }),
      tools.others > 0 && el("p", { class: "s13 t2", text: t("%(n)s entries of other officers stay here, unread and unsent.", { n: tools.others }) }),
      sent.length > 0 && el("details", { class: "fold" }, el("summary", { text: t("Sent in the last hours: %(n)s", { n: sent.length }) }), el("ul", { class: "card list" }, sent.map((entry) => row(entry, undefined, tools)))),
    ],
    foot: el("div", { class: "gap8" },
      el("button", { type: "button", class: "btn fill", text: t("Go on writing"), on: { click: () => tools.go("") } }),
      el("button", { type: "button", class: "btn", text: t("Try to send now"), on: { click: tools.deliver } })),
  };
}

function big(waiting, why, entries) {
  const refused = entries.filter(({ state }) => state === REFUSED).length;
  const clashes = entries.filter(({ state }) => state === CLASH).length;
  const [title, told] = waiting ? [t("All kept on this phone"), t("%(n)s wait for the line; none is lost.", { n: waiting })]
    : refused ? [t("! %(n)s refused", { n: refused }), t("Open it, put it right, and send it again.")]
      : clashes ? [t("! %(n)s need you to look", { n: clashes }), t("All else is sent.")]
        : [t("Everything is sent"), t("Nothing waits on this phone.")];
  return el("section", { class: "big" },
    svg("svg", { width: 56, height: 56, viewBox: "0 0 56 56", "aria-hidden": "true" }, svg("rect", { x: 15, y: 5, width: 26, height: 46, rx: 4 }), svg("path", { d: "M21 28l5 6 10-12" })),
    el("h2", { id: "kept", text: title }), el("p", { id: "summary", text: told }), why && el("p", { id: "why", text: why }));
}

function last(sent) {
  const told = sent.length ? t("Last sent %(time)s, %(n)s in all.", { time: hms(sent[0].sentAt), n: sent.length }) : t("Nothing was sent from here in the last hours.");
  return `${told} ${t("Signing in as somebody else erases nothing here; what is kept is encrypted.")}`;
}

function row(entry, size, { go }) {
  const pictures = size?.count ? t("with %(n)s pictures, %(size)s", { n: size.count, size: megabytes(size.bytes) }) : "";
  const state = entry.state === PHOTOS ? t("%(n)s of %(all)s pictures sent, %(share)s %; goes on by itself", { n: size?.sent ?? 0, all: size?.count ?? 0, share: Math.round((size?.share ?? 0) * 100) }) : words()[entry.state];
  const at = entry.state === SENT ? when(entry.sentAt) : t("kept %(time)s", { time: when(entry.queuedAt ?? entry.at) });
  return el("li", { class: entry.state === REFUSED ? "bad" : "", "data-entry": entry.state },
    el("span", {}, el("b", { text: short(entry) }), ` ${[entry.answer?.number, entry.title].filter(Boolean).join(" ")}`),
    el("small", { text: [at, pictures, state, ...entry.faults].filter(Boolean).join(" · ") }),
    entry.state !== SENT && el("button", { type: "button", class: "btn", text: t("Open"), "aria-label": t("Open %(what)s", { what: entry.title }), on: { click: () => go(`entry/${entry.id}`) } }),
    entry.state === PHOTOS && el("progress", { class: "pbar", max: 1, value: size?.share ?? 0, "aria-label": t("Pictures sent") }));
}

function clash(entry, { go }) {
  return el("section", { class: "card pad clash" },
    el("h2", { text: t("! One needs you to look") }),
    el("p", { text: t("%(what)s was changed at the station meanwhile. What you wrote is not lost: choose which one stays.", { what: entry.title }) }),
    el("button", { type: "button", class: "btn", text: t("Compare both"), on: { click: () => go(`compare/${entry.id}`) } }));
}
